using System.Numerics;
using System.Security.Cryptography;

namespace Bastion.Recorder.Journal;

/// <summary>
/// The Merkle tree of RFC 6962 section 2.1 over SHA-256: leaf hashes in order, heads and proofs of any size up to the present one.
/// One caller at a time.
/// </summary>
internal sealed class MerkleTree
{
    public const int HashSize = 32;

    // Level 0 holds the leaf hashes, level n the hashes of full subtrees of 2^n leaves, side by side.
    private readonly List<List<byte[]>> _levels = [[]];

    public ulong Size => (ulong)_levels[0].Count;

    /// <summary>MTH({d}) = SHA-256(0x00 || d).</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0x00]);
        hash.AppendData(data);
        return hash.GetHashAndReset();
    }

    public byte[] Leaf(ulong index) => _levels[0][(int)index];

    public void Append(byte[] leafHash)
    {
        _levels[0].Add(leafHash);
        for (var level = 0; _levels[level].Count % 2 == 0; level++)
        {
            if (_levels.Count == level + 1)
                _levels.Add([]);
            _levels[level + 1].Add(Node(_levels[level][^2], _levels[level][^1]));
        }
    }

    /// <summary>MTH(D[0:size]).</summary>
    public byte[] Root(ulong size) => size == 0 ? SHA256.HashData([]) : Subtree(0, size);

    /// <summary>PATH(index, D[size]), RFC 6962 section 2.1.1: lowest sibling first.</summary>
    public IReadOnlyList<byte[]> InclusionProof(ulong index, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        Path(0, size, index, path);
        return path;
    }

    /// <summary>PROOF(first, D[second]), RFC 6962 section 2.1.2.</summary>
    public IReadOnlyList<byte[]> ConsistencyProof(ulong first, ulong second)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(second, Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var proof = new List<byte[]>();
        if (first > 0 && first < second)
            Consistency(0, second, first, whole: true, proof);
        return proof;
    }

    private void Path(ulong from, ulong to, ulong index, List<byte[]> path)
    {
        if (to - from == 1)
            return;
        var middle = from + Split(to - from);
        if (index < middle)
        {
            Path(from, middle, index, path);
            path.Add(Subtree(middle, to));
        }
        else
        {
            Path(middle, to, index, path);
            path.Add(Subtree(from, middle));
        }
    }

    private void Consistency(ulong from, ulong to, ulong first, bool whole, List<byte[]> proof)
    {
        if (first == to)
        {
            if (!whole)
                proof.Add(Subtree(from, to));
            return;
        }
        var middle = from + Split(to - from);
        if (first <= middle)
        {
            Consistency(from, middle, first, whole, proof);
            proof.Add(Subtree(middle, to));
        }
        else
        {
            Consistency(middle, to, first, whole: false, proof);
            proof.Add(Subtree(from, middle));
        }
    }

    // Every range that is asked for starts at a multiple of the power of two at or above its length.
    private byte[] Subtree(ulong from, ulong to)
    {
        var length = to - from;
        if (BitOperations.IsPow2(length))
        {
            var level = BitOperations.Log2(length);
            return _levels[level][(int)(from >> level)];
        }
        var middle = from + Split(length);
        return Node(Subtree(from, middle), Subtree(middle, to));
    }

    // The largest power of two smaller than n, for n > 1.
    private static ulong Split(ulong n) => 1UL << BitOperations.Log2(n - 1);

    private static byte[] Node(byte[] left, byte[] right)
    {
        Span<byte> both = stackalloc byte[1 + (2 * HashSize)];
        both[0] = 0x01;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + HashSize)..]);
        return SHA256.HashData(both);
    }
}
