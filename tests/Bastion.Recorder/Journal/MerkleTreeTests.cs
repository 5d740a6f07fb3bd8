using System.Security.Cryptography;
using Bastion.Recorder.Journal;

namespace Bastion.Recorder.Tests.Journal;

/// <summary>RFC 6962 section 2.1: the vectors that Certificate Transparency's own implementations share, and the proofs against their definition.</summary>
public sealed class MerkleTreeTests
{
    private static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Root_OfTheSharedVectors_IsAsPublished()
    {
        var tree = new MerkleTree();
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(tree.Root(0)));
        for (var i = 0; i < Leaves.Length; i++)
        {
            tree.Append(MerkleTree.LeafHash(Convert.FromHexString(Leaves[i])));
            for (var size = 0; size <= i; size++)
                Assert.Equal(Roots[size], Convert.ToHexStringLower(tree.Root((ulong)size + 1)));
        }
    }

    [Fact]
    public void Proofs_OfEverySizeUpTo70_LeadToTheRoot()
    {
        var tree = new MerkleTree();
        for (var i = 0; i < 70; i++)
            tree.Append(MerkleTree.LeafHash([(byte)i]));
        for (ulong size = 1; size <= 70; size++)
        {
            for (ulong index = 0; index < size; index++)
                Assert.Equal(tree.Root(size), RootOfInclusion(tree.Leaf(index), index, size, tree.InclusionProof(index, size)));
            for (ulong first = 1; first < size; first++)
                Assert.True(IsConsistent(first, size, tree.Root(first), tree.Root(size), tree.ConsistencyProof(first, size)), $"{first} in {size}");
            Assert.Empty(tree.ConsistencyProof(size, size));
        }
    }

    [Fact]
    public void Proof_OfWhatTheTreeHasNot_IsRefused()
    {
        var tree = new MerkleTree();
        Assert.Equal(0ul, tree.Size);
        for (var i = 0; i < 5; i++)
            tree.Append(MerkleTree.LeafHash([(byte)i]));
        Assert.Equal(5ul, tree.Size);
        Assert.Throws<ArgumentOutOfRangeException>("size", () => tree.InclusionProof(0, 6));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => tree.InclusionProof(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.InclusionProof(4, 4));
        Assert.Throws<ArgumentOutOfRangeException>("second", () => tree.ConsistencyProof(1, 6));
        Assert.Throws<ArgumentOutOfRangeException>("first", () => tree.ConsistencyProof(4, 3));
        Assert.Empty(tree.ConsistencyProof(0, 5));
        Assert.Empty(tree.ConsistencyProof(5, 5));
    }

    // RFC 9162 section 2.1.3.2: verifying goes from the leaf up, which is another way than the one the proof was made.
    private static byte[] RootOfInclusion(byte[] leaf, ulong index, ulong size, IReadOnlyList<byte[]> path)
    {
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in path)
        {
            if ((fn & 1) == 1 || fn == sn)
            {
                r = Node(p, r);
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                r = Node(r, p);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        Assert.Equal(0ul, sn);
        return r;
    }

    // RFC 9162 section 2.1.4.2.
    private static bool IsConsistent(ulong first, ulong second, byte[] firstRoot, byte[] secondRoot, IReadOnlyList<byte[]> proof)
    {
        var path = ulong.IsPow2(first) ? [firstRoot, .. proof] : proof.ToList();
        var (fn, sn) = (first - 1, second - 1);
        while ((fn & 1) == 1)
            (fn, sn) = (fn >> 1, sn >> 1);
        var (fr, sr) = (path[0], path[0]);
        foreach (var c in path.Skip(1))
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (Node(c, fr), Node(c, sr));
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                sr = Node(sr, c);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && fr.SequenceEqual(firstRoot) && sr.SequenceEqual(secondRoot);
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
