using Bastion.Ssh.Crypto;
using Bastion.Ssh.Wire;
using Bastion.Testing;

namespace Bastion.Ssh.Tests.Crypto;

public sealed class SshKeyTests
{
    // What ssh-keygen writes with a passphrase: bcrypt_pbkdf and AES-CTR by default, other ciphers by -Z.
    [PeerTheory("ssh-keygen")]
    [InlineData("ed25519", "aes256-ctr")]
    [InlineData("rsa", "aes256-ctr")]
    [InlineData("ecdsa", "aes256-cbc")]
    public async Task OpenSshFile_Encrypted_OpensWithItsPassphraseOnly(string type, string cipher)
    {
        using var directory = new TemporaryDirectory("keys");
        string file = directory.At("key");
        await ChildProcess.Run("ssh-keygen", "-q", "-t", type, "-N", "a long passphrase", "-Z", cipher, "-f", file);
        string pem = await File.ReadAllTextAsync(file);
        using SshPrivateKey key = SshPrivateKey.Parse(pem, "a long passphrase");
        Assert.StartsWith(key.PublicKey.ToAuthorizedKey(), await File.ReadAllTextAsync(file + ".pub"), StringComparison.Ordinal);
        Assert.Equal("the passphrase is wrong", Assert.Throws<FormatException>(() => SshPrivateKey.Parse(pem, "another passphrase")).Message);
        Assert.Equal("the private key is encrypted", Assert.Throws<FormatException>(() => SshPrivateKey.Parse(pem)).Message);
    }

    [PeerTheory("ssh-keygen")]
    [InlineData("rsa", "PEM", "")]
    [InlineData("ecdsa", "PEM", "")]
    [InlineData("rsa", "PKCS8", "")]
    [InlineData("ecdsa", "PKCS8", "")]
    [InlineData("ecdsa", "PKCS8", "a long passphrase")]
    public async Task PemFile_OfAnyKind_IsRead(string type, string format, string passphrase)
    {
        using var directory = new TemporaryDirectory("keys");
        string file = directory.At("key");
        await ChildProcess.Run("ssh-keygen", "-q", "-t", type, "-m", format, "-N", passphrase, "-f", file);
        using SshPrivateKey key = SshPrivateKey.Parse(await File.ReadAllTextAsync(file), passphrase);
        Assert.StartsWith(key.PublicKey.ToAuthorizedKey(), await File.ReadAllTextAsync(file + ".pub"), StringComparison.Ordinal);
    }

    [PeerFact("ssh-keygen")]
    public async Task PemFile_EncryptedTheOldWay_SaysSo()
    {
        using var directory = new TemporaryDirectory("keys");
        string file = directory.At("key");
        await ChildProcess.Run("ssh-keygen", "-q", "-t", "rsa", "-m", "PEM", "-N", "a long passphrase", "-f", file);
        string pem = await File.ReadAllTextAsync(file);
        Assert.Equal("the private key is encrypted", Assert.Throws<FormatException>(() => SshPrivateKey.Parse(pem, "a long passphrase")).Message);
    }

    public static TheoryData<string> Kinds() => ["ed25519", "rsa", "nistp256", "nistp384", "nistp521"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Key_EachKind_SignsAndVerifies(string kind)
    {
        using SshPrivateKey key = Generate(kind);
        SshPublicKey read = SshPublicKey.Parse(key.PublicKey.Blob.ToArray());
        foreach (string algorithm in read.SignatureAlgorithms)
        {
            for (int run = 0; run < 20; run++)
            {
                byte[] data = [(byte)run, 2, 3];
                byte[] signature = key.Sign(algorithm, data);
                Assert.True(read.Verify(algorithm, data, signature));
                data[1] ^= 1;
                Assert.False(read.Verify(algorithm, data, signature));
            }
        }

        Assert.False(read.Verify("ssh-rsa", [1], key.Sign(read.SignatureAlgorithms[0], [1])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Key_WrittenAndRead_IsTheSame(string kind)
    {
        using SshPrivateKey key = Generate(kind);
        using SshPrivateKey read = SshPrivateKey.Parse(key.ToPem("host"));
        Assert.Equal(key.PublicKey.ToAuthorizedKey(), read.PublicKey.ToAuthorizedKey());
        string algorithm = key.PublicKey.SignatureAlgorithms[0];
        Assert.True(key.PublicKey.Verify(algorithm, [1, 2], read.Sign(algorithm, [1, 2])));
    }

    [PeerTheory("ssh-keygen")]
    [MemberData(nameof(Kinds))]
    public async Task Key_WrittenHere_IsReadBySshKeygen(string kind)
    {
        using SshPrivateKey key = Generate(kind);
        using var directory = new TemporaryDirectory("ssh-key");
        string file = directory.Write("key", key.ToPem("a comment"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string printed = await ChildProcess.Run("ssh-keygen", "-y", "-f", file);
        Assert.StartsWith(key.PublicKey.ToAuthorizedKey(), printed);
        Assert.Contains(key.PublicKey.Fingerprint, await ChildProcess.Run("ssh-keygen", "-l", "-f", file));
    }

    [PeerFact("ssh-keygen")]
    public async Task Key_Encrypted_IsSaidToBe()
    {
        using var directory = new TemporaryDirectory("ssh-key");
        await ChildProcess.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "phrase", "-f", directory.At("key"));
        FormatException refused = Assert.Throws<FormatException>(() => SshPrivateKey.Parse(File.ReadAllText(directory.At("key"))));
        Assert.Contains("encrypted", refused.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n")]
    public void Key_NotAKeyFile_IsAFormatError(string text) => Assert.Throws<FormatException>(() => SshPrivateKey.Parse(text));

    [Fact]
    public void PublicKey_ShortRsa_IsWeak()
    {
        using var writer = new WireWriter();
        writer.WriteString("ssh-rsa");
        writer.WriteMpInt([1, 0, 1]);
        writer.WriteMpInt([.. Enumerable.Repeat((byte)0xff, 128)]);
        byte[] blob = writer.ToArray();
        Assert.Throws<SshProtocolException>(() => SshPublicKey.Parse(blob));
    }

    [Fact]
    public void PublicKey_PointOffItsCurve_IsRefused()
    {
        using var writer = new WireWriter();
        writer.WriteString("ecdsa-sha2-nistp256");
        writer.WriteString("nistp256");
        writer.WriteString([4, .. new byte[63], 1]);
        byte[] blob = writer.ToArray();
        Assert.Throws<SshProtocolException>(() => SshPublicKey.Parse(blob));
    }

    // OpenSSH PROTOCOL.u2f with a key of our own in the part of the authenticator.
    [Theory]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(0, false)]
    [InlineData(4, false)]
    public void SecurityKey_Signature_NeedsUserPresence(byte flags, bool accepted)
    {
        using SshPrivateKey inner = SshPrivateKey.GenerateEd25519();
        var reader = new WireReader(inner.PublicKey.Blob.ToArray());
        reader.ReadName();
        using var blob = new WireWriter();
        blob.WriteString(SecurityPublicKey.Ed25519);
        blob.WriteString(reader.ReadStringSpan());
        blob.WriteString("ssh:");
        SshPublicKey key = SshPublicKey.Parse(blob.ToArray());
        byte[] data = [9, 9, 9];
        using var signed = new WireWriter();
        signed.WriteRaw(System.Security.Cryptography.SHA256.HashData("ssh:"u8));
        signed.WriteByte(flags);
        signed.WriteUInt32(77);
        signed.WriteRaw(System.Security.Cryptography.SHA256.HashData(data));
        var plain = new WireReader(inner.Sign("ssh-ed25519", signed.Span));
        plain.ReadName();
        using var signature = new WireWriter();
        signature.WriteString(SecurityPublicKey.Ed25519);
        signature.WriteString(plain.ReadStringSpan());
        signature.WriteByte(flags);
        signature.WriteUInt32(77);
        Assert.Equal(accepted, key.Verify(SecurityPublicKey.Ed25519, data, signature.ToArray()));
    }

    private static SshPrivateKey Generate(string kind) => kind switch
    {
        "ed25519" => SshPrivateKey.GenerateEd25519(),
        "rsa" => SshPrivateKey.GenerateRsa(2048),
        _ => SshPrivateKey.GenerateEcdsa(kind),
    };
}
