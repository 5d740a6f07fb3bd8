using System.Text;
using Bastion.Admin.Identity;
using Bastion.Admin.Vault;
using Bastion.Testing;
using NSec.Cryptography;

namespace Bastion.Admin.Tests.Identity;

/// <summary>Certificates as ssh-keygen makes them, judged as a technician's first factor.</summary>
public sealed class CertificateSignInTests : IDisposable
{
    private const string From = "198.51.100.7";
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory directory = new("certificates");

    public void Dispose() => directory.Dispose();

    [PeerTheory("ssh-keygen")]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task Certificate_OfATrustedAuthority_Vouches(string type)
    {
        var authority = await SshKeyPair.Create(directory.At("authority"), type);
        var certificate = await Make(authority, "sami.belkacem,other");
        var trusted = TechnicianAuthorities.Of([authority.PublicLine]);

        Assert.Equal("sami at work", certificate.KeyId);
        Assert.Equal(7UL, certificate.Serial);
        Assert.True(trusted.Vouch(certificate, "sami.belkacem", From, Now));
        Assert.False(trusted.Vouch(certificate, "lucie.marchesi", From, Now));
        Assert.False(trusted.Vouch(certificate with { Signed = [.. certificate.Signed, 0] }, "sami.belkacem", From, Now));
    }

    [PeerFact("ssh-keygen")]
    public async Task Certificate_OfAnotherAuthority_DoesNotVouch()
    {
        var authority = await SshKeyPair.Create(directory.At("authority"));
        var other = await SshKeyPair.Create(directory.At("other"));
        var certificate = await Make(authority, "sami.belkacem");

        Assert.False(TechnicianAuthorities.Of([other.PublicLine]).Vouch(certificate, "sami.belkacem", From, Now));
        Assert.False(TechnicianAuthorities.Of([]).Vouch(certificate, "sami.belkacem", From, Now));
    }

    [PeerFact("ssh-keygen")]
    public async Task Certificate_AtItsLimits_HoldsFromTheFirstToBeforeTheLast()
    {
        var authority = await SshKeyPair.Create(directory.At("authority"));
        var trusted = TechnicianAuthorities.Of([authority.PublicLine]);
        var certificate = await Make(authority, "sami.belkacem");
        var first = DateTimeOffset.FromUnixTimeSeconds((long)certificate.ValidAfter);
        var last = DateTimeOffset.FromUnixTimeSeconds((long)certificate.ValidBefore);

        Assert.False(trusted.Vouch(certificate, "sami.belkacem", From, first - TimeSpan.FromTicks(1)));
        Assert.True(trusted.Vouch(certificate, "sami.belkacem", From, first));
        Assert.True(trusted.Vouch(certificate, "sami.belkacem", From, last - TimeSpan.FromTicks(1)));
        Assert.False(trusted.Vouch(certificate, "sami.belkacem", From, last));
    }

    [PeerTheory("ssh-keygen")]
    [InlineData("source-address=198.51.100.0/24", true)]
    [InlineData("source-address=203.0.113.9", false)]
    [InlineData("force-command=true", false)]
    public async Task Certificate_WithACriticalOption_HoldsOnlyWhereItIsMet(string option, bool holds)
    {
        var authority = await SshKeyPair.Create(directory.At("authority"));
        var certificate = await Make(authority, "sami.belkacem", "-O", option);

        Assert.Equal(holds, TechnicianAuthorities.Of([authority.PublicLine]).Vouch(certificate, "sami.belkacem", From, Now));
    }

    [PeerFact("ssh-keygen")]
    public async Task Certificate_OfAHost_WithoutPrincipalsOrCut_IsNone()
    {
        var authority = await SshKeyPair.Create(directory.At("authority"));
        var everybody = await Make(authority, null);
        Assert.False(TechnicianAuthorities.Of([authority.PublicLine]).Vouch(everybody, "sami.belkacem", From, Now));

        var blob = await Blob(authority, "sami.belkacem", "-h");
        Assert.Null(SshUserCertificate.Parse(blob));
        var good = await Blob(authority, "sami.belkacem");
        for (var length = 0; length < good.Length; length++)
            Assert.Null(SshUserCertificate.Parse(good[..length]));
        Assert.Null(SshUserCertificate.Parse([.. good, 0]));
    }

    [PeerFact("ssh-keygen")]
    public async Task MintedForADevice_IsReadBySshKeygenAndHoldsForMinutes()
    {
        using var authority = new DeviceAuthority(new MasterKey(new byte[32]));
        using var key = Key.Create(SignatureAlgorithm.Ed25519);
        var blob = SshKeyMaker.Join("ssh-ed25519"u8.ToArray(), key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
        var minted = authority.Mint(SshPublicKey.Parse(blob).Value!, "analyser", "INT-2026-00043 sami.belkacem", 9, Now)!;

        var file = directory.Write("minted-cert.pub", "ssh-ed25519-cert-v01@openssh.com " + Convert.ToBase64String(minted) + "\n");
        var said = await ChildProcess.Run("ssh-keygen", "-L", "-f", file);
        Assert.Contains("user certificate", said, StringComparison.Ordinal);
        Assert.Contains("INT-2026-00043 sami.belkacem", said, StringComparison.Ordinal);
        Assert.Contains("analyser", said, StringComparison.Ordinal);
        Assert.DoesNotContain("permit-port-forwarding", said, StringComparison.Ordinal);
        var certificate = SshUserCertificate.Parse(minted)!;
        var trusting = TechnicianAuthorities.Of([authority.PublicLine]);
        Assert.True(trusting.Vouch(certificate, "analyser", From, Now));
        Assert.False(trusting.Vouch(certificate, "analyser", From, Now + DeviceAuthority.Tolerance));
        Assert.False(trusting.Vouch(certificate, "root", From, Now));
    }

    private async Task<SshUserCertificate> Make(SshKeyPair authority, string? principals, params string[] more) =>
        SshUserCertificate.Parse(await Blob(authority, principals, more)) ?? throw new InvalidOperationException("It is not read.");

    private async Task<byte[]> Blob(SshKeyPair authority, string? principals, params string[] more)
    {
        var name = Guid.NewGuid().ToString("N");
        var pair = await SshKeyPair.Create(directory.At(name));
        string[] who = principals is null ? [] : ["-n", principals];
        await ChildProcess.Run("ssh-keygen", ["-q", "-s", authority.PrivateFile, "-I", "sami at work", .. who, "-V", "20261123000000Z:20261126000000Z", "-z", "7", .. more, pair.PrivateFile + ".pub"]);
        return Convert.FromBase64String((await File.ReadAllTextAsync(directory.At(name + "-cert.pub"), Encoding.ASCII)).Split(' ')[1]);
    }
}
