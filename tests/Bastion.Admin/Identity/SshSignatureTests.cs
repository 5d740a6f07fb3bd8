using System.Security.Cryptography;
using Bastion.Admin.Identity;
using NSec.Cryptography;

namespace Bastion.Admin.Tests.Identity;

public sealed class SshSignatureTests
{
    [Fact]
    public void Verify_Ed25519_AcceptsItsOwnAndNothingElse()
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519);
        var blob = SshKeyMaker.Join("ssh-ed25519"u8.ToArray(), key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
        var data = SshKeyMaker.SignedData("sami", "ssh-ed25519", blob);
        var signature = SshKeyMaker.Join("ssh-ed25519"u8.ToArray(), SignatureAlgorithm.Ed25519.Sign(key, data));
        Check(SshPublicKey.Parse(blob).Value!, "ssh-ed25519", data, signature);
    }

    [Theory]
    [InlineData("rsa-sha2-256")]
    [InlineData("rsa-sha2-512")]
    public void Verify_Rsa_AcceptsItsOwnAndNothingElse(string algorithm)
    {
        using var rsa = RSA.Create(3072);
        var parameters = rsa.ExportParameters(false);
        var blob = SshKeyMaker.Join("ssh-rsa"u8.ToArray(), parameters.Exponent!, [0, .. parameters.Modulus!]);
        var data = SshKeyMaker.SignedData("sami", algorithm, blob);
        var hash = algorithm == "rsa-sha2-256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
        var signature = SshKeyMaker.Join(System.Text.Encoding.ASCII.GetBytes(algorithm), rsa.SignData(data, hash, RSASignaturePadding.Pkcs1));
        Check(SshPublicKey.Parse(blob).Value!, algorithm, data, signature);
    }

    [Fact]
    public void Verify_Ecdsa_AcceptsItsOwnAndNothingElse()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = SshKeyMaker.Of(ecdsa);
        var data = key.SignedData("sami");
        Check(SshPublicKey.Parse(key.Blob).Value!, "ecdsa-sha2-nistp256", data, key.Sign(data));
    }

    [Fact]
    public void SignedUser_ForAnotherKeyOrAlgorithm_IsNobody()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = SshKeyMaker.Of(ecdsa);
        var data = key.SignedData("sami+ana-01");
        Assert.Equal("sami+ana-01", SshSignature.SignedUser(data, "ecdsa-sha2-nistp256", key.Blob));
        Assert.Null(SshSignature.SignedUser(data, "ssh-ed25519", key.Blob));
        Assert.Null(SshSignature.SignedUser(data, "ecdsa-sha2-nistp256", [.. key.Blob, 0]));
        for (var length = 0; length < data.Length; length++)
            Assert.Null(SshSignature.SignedUser(data.AsSpan(0, length), "ecdsa-sha2-nistp256", key.Blob));
    }

    [Fact]
    public void ParseLine_WeakOrBroken_IsRefused()
    {
        using var small = RSA.Create(2048);
        var parameters = small.ExportParameters(false);
        var blob = SshKeyMaker.Join("ssh-rsa"u8.ToArray(), parameters.Exponent!, [0, .. parameters.Modulus!]);
        Assert.Equal("key.weak", SshPublicKey.ParseLine("ssh-rsa " + Convert.ToBase64String(blob)).Denial?.Code);
        Assert.Equal("key.weak", SshPublicKey.ParseLine("ssh-dss AAAA").Denial?.Code);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("key.unreadable", SshPublicKey.ParseLine("ssh-ed25519 " + Convert.ToBase64String(SshKeyMaker.Of(other).Blob)).Denial?.Code);
        Assert.Equal("key.unreadable", SshPublicKey.ParseLine("command=\"x\" ssh-ed25519 AAAA").Denial?.Code);
        Assert.Equal("key.unreadable", SshPublicKey.ParseLine("").Denial?.Code);
    }

    private static void Check(SshPublicKey key, string algorithm, byte[] data, byte[] signature)
    {
        Assert.True(SshSignature.Verify(key, algorithm, data, signature));
        Assert.False(SshSignature.Verify(key, algorithm, [.. data, 0], signature));
        Assert.False(SshSignature.Verify(key, "ssh-rsa", data, signature));
        signature[^1] ^= 1;
        Assert.False(SshSignature.Verify(key, algorithm, data, signature));
        Assert.False(SshSignature.Verify(key, algorithm, data, signature.AsSpan(0, signature.Length / 2)));
    }
}
