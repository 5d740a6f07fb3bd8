using Bastion.Recorder.Journal;
using NSec.Cryptography;

namespace Bastion.Recorder.Tests.Journal;

public sealed class CheckpointTests
{
    // The example of c2sp.org/signed-note: a note, and the verifier key PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW.
    private const string Example = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    [Fact]
    public void KeyHash_OfThePublishedKey_IsAsPublished()
    {
        var key = PublicKey.Import(SignatureAlgorithm.Ed25519, Convert.FromBase64String("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").AsSpan(1), KeyBlobFormat.RawPublicKey);
        Assert.Equal("c74f20a3", Convert.ToHexStringLower(Checkpoint.KeyHash("PeterNeumann", key)));
        var line = Example.Split('\n')[3];
        var signature = Convert.FromBase64String(line[(line.LastIndexOf(' ') + 1)..]);
        var body = System.Text.Encoding.UTF8.GetBytes(Example[..(Example.IndexOf("\n\n", StringComparison.Ordinal) + 1)]);
        Assert.True(SignatureAlgorithm.Ed25519.Verify(key, body, signature.AsSpan(4)));
    }

    [Fact]
    public void Note_SignedAndOpened_IsTheSameHead()
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519);
        var head = new Checkpoint("recorder.example/journal", 42, MerkleTree.LeafHash([1, 2, 3]));
        var note = head.Sign(key);
        Assert.StartsWith($"recorder.example/journal\n42\n{Convert.ToBase64String(head.Root)}\n\n— recorder.example/journal ", note, StringComparison.Ordinal);
        var opened = Checkpoint.Open(note, head.Origin, key.PublicKey);
        Assert.Equal(head.Text, opened?.Text);
        Assert.Null(Checkpoint.Open(note.Replace("\n42\n", "\n43\n", StringComparison.Ordinal), head.Origin, key.PublicKey));
        Assert.Null(Checkpoint.Open(note, "another/journal", key.PublicKey));
        using var other = Key.Create(SignatureAlgorithm.Ed25519);
        Assert.Null(Checkpoint.Open(note, head.Origin, other.PublicKey));
    }
}
