using System.Security.Cryptography;

namespace Bastion.Witness;

/// <summary>RFC 9162 section 2.1.4.2: whether a larger tree holds a smaller one unchanged as its beginning.</summary>
internal static class ConsistencyProof
{
    public static bool Verify(ulong first, byte[] firstRoot, ulong second, byte[] secondRoot, IReadOnlyList<byte[]> proof)
    {
        if (first > second || proof.Any(hash => hash.Length != 32))
            return false;
        if (first == second)
            return proof.Count == 0 && firstRoot.AsSpan().SequenceEqual(secondRoot);
        if (first == 0)
            return proof.Count == 0;
        var path = new Queue<byte[]>(proof);
        if (ulong.PopCount(first) == 1)
            path = new Queue<byte[]>([firstRoot, .. proof]);
        if (path.Count == 0)
            return false;
        var (fn, sn) = (first - 1, second - 1);
        while (fn % 2 == 1)
            (fn, sn) = (fn >> 1, sn >> 1);
        var fr = path.Dequeue();
        var sr = fr;
        foreach (var c in path)
        {
            if (sn == 0)
                return false;
            if (fn % 2 == 1 || fn == sn)
            {
                (fr, sr) = (Node(c, fr), Node(c, sr));
                while (fn % 2 == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                sr = Node(sr, c);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && fr.AsSpan().SequenceEqual(firstRoot) && sr.AsSpan().SequenceEqual(secondRoot);
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([0x01, .. left, .. right]);
}
