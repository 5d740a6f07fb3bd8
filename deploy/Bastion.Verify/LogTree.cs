using System.Security.Cryptography;

namespace Bastion.Verify;

/// <summary>RFC 9162 section 2.1.3.2 (and RFC 6962): whether a leaf is in the tree that has this root.</summary>
internal static class LogTree
{
    public static byte[] LeafHash(byte[] leaf) => SHA256.HashData([0x00, .. leaf]);

    public static bool Holds(byte[] leaf, ulong index, ulong size, byte[] root, byte[][] path)
    {
        if (index >= size)
            return false;
        var (fn, sn, hash) = (index, size - 1, LeafHash(leaf));
        foreach (var sibling in path)
        {
            if (sn == 0 || sibling.Length != 32)
                return false;
            if (fn % 2 == 1 || fn == sn)
            {
                hash = SHA256.HashData([0x01, .. sibling, .. hash]);
                while (fn % 2 == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                hash = SHA256.HashData([0x01, .. hash, .. sibling]);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && hash.AsSpan().SequenceEqual(root);
    }
}
