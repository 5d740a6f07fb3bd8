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

    [Fact]
    public void Note_ThatIsNoneOrBadlySigned_IsNotOpened()
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519);
        using var other = Key.Create(SignatureAlgorithm.Ed25519);
        var head = new Checkpoint("o", 42, MerkleTree.LeafHash([7]));
        var note = head.Sign(key);
        var lines = note.Split('\n');
        var signature = Convert.FromBase64String(lines[4][4..]);
        Assert.Equal(68, signature.Length);
        Assert.Equal(("o", 42ul), (Opened(note)!.Origin, Opened(note)!.Size));
        Assert.Equal(head.Root, Opened(note)!.Root);
        Assert.Null(Opened(""));
        Assert.Null(Opened("\n\n"));
        Assert.Null(Opened(head.Text));
        Assert.Null(Opened(head.Text + "\n"));
        Assert.Null(Opened(head.Text + lines[4] + "\n\n"));
        Assert.Null(Opened($"o\n\n{lines[4]}\n"));
        foreach (var (old, changed) in ((string, string)[])[("\n42\n", "\n+42\n"), ("\n42\n", "\n 42\n"), ("\n42\n", "\n\n"), (lines[2], lines[2][..^4]), (lines[2], lines[2] + "AAAA"), (lines[2], "*"), ("— ", "- "), ("— o ", "— p ")])
            Assert.Null(Opened(note.Replace(old, changed, StringComparison.Ordinal)));
        // Made for these texts, so that the signature is not what is wrong with them.
        foreach (var text in (string[])["o\n+42\n{0}\n", "o\n 42\n{0}\n", "o\n-42\n{0}\n", "p\n42\n{0}\n", "o\n42\nAAAA\n", "o\n42\n*\n"])
            Assert.Null(Opened(Signed(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, lines[2]))));
        Assert.NotNull(Opened(Signed(head.Text)));
        // A signature over nothing is none over a text without its empty line.
        Assert.Null(Opened($"o\n42\n{lines[2]}\nx{Signed("")[..^1]}"));
        for (var at = 0; at < signature.Length; at += 3)
            Assert.Null(Opened($"{head.Text}\n— o {Convert.ToBase64String([.. signature[..at], (byte)(signature[at] ^ 1), .. signature[(at + 1)..]])}\n"));
        Assert.Null(Opened($"{head.Text}\n— o {Convert.ToBase64String(signature[..^1])}\n"));
        Assert.Null(Opened($"{head.Text}\n— o {Convert.ToBase64String([.. signature, 0])}\n"));
        Assert.Null(Opened($"{head.Text}\n— o *\n"));
        // Among the lines of others one of ours is enough, and only lines of the note's end are signatures.
        Assert.NotNull(Opened($"{head.Text}\n{head.Sign(other).Split('\n')[4]}\n{lines[4]}\n"));
        Assert.NotNull(Opened(note + "\n"));
        Assert.Equal("o\n42\n" + lines[2] + "\n", head.Text);

        Checkpoint? Opened(string text) => Checkpoint.Open(text, "o", key.PublicKey);
        string Signed(string body) =>
            $"{body}\n— o {Convert.ToBase64String([.. Checkpoint.KeyHash("o", key.PublicKey), .. SignatureAlgorithm.Ed25519.Sign(key, System.Text.Encoding.UTF8.GetBytes(body))])}\n";
    }
}
