using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bastion.Hosting;

/// <summary>
/// A small authority (ECDSA P-256, RFC 5280): one root that signs leaves directly. One instance signs what the services show each other,
/// another what browsers see.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    // A peer whose clock is a little behind must not find a fresh certificate "not yet valid".
    private static readonly TimeSpan Backdating = TimeSpan.FromMinutes(10);

    private readonly X509Certificate2 root;
    private readonly TimeProvider time;

    private CertificateAuthority(X509Certificate2 root, TimeProvider time)
    {
        this.root = root;
        this.time = time;
    }

    public string CertificatePem => root.ExportCertificatePem() + "\n";

    public string KeyPem => root.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n";

    public DateTimeOffset NotAfter => new(root.NotAfter.ToUniversalTime());

    public static CertificateAuthority Create(string name, TimeSpan lifetime, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        return new CertificateAuthority(request.CreateSelfSigned(now - Backdating, now + lifetime), time);
    }

    public static CertificateAuthority FromPem(string certificatePem, string keyPem, TimeProvider time) =>
        new(X509Certificate2.CreateFromPem(certificatePem, keyPem), time);

    /// <summary>What one service shows the others, as client and as server.</summary>
    public IssuedCertificate IssueService(Plane plane, TimeSpan lifetime) => Issue(plane.DnsName(), [plane.DnsName()], [ExtendedKeyUsage.Server, ExtendedKeyUsage.Client], lifetime);

    /// <summary>What a probe shows to read health and metrics.</summary>
    public IssuedCertificate IssueMonitor(TimeSpan lifetime) => Issue(PlaneNames.Monitor, [PlaneNames.Monitor], [ExtendedKeyUsage.Client], lifetime);

    /// <summary>What browsers see; DNS names (a <c>*.</c> label allowed) and addresses.</summary>
    public IssuedCertificate IssueWeb(IReadOnlyList<string> names, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Issue(names[0], names, [ExtendedKeyUsage.Server], lifetime);
    }

    public void Dispose() => root.Dispose();

    private IssuedCertificate Issue(string commonName, IReadOnlyList<string> names, IReadOnlyList<Oid> uses, TimeSpan lifetime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var oids = new OidCollection();
        foreach (var use in uses)
            oids.Add(use);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, true));
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var ip))
                alternative.AddIpAddress(ip);
            else
                alternative.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternative.Build());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));

        var now = time.GetUtcNow();
        var until = now + lifetime < NotAfter ? now + lifetime : NotAfter;
        // RFC 5280 section 4.1.2.2: positive, at most 20 bytes.
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7f | 0x40);
        using var certificate = request.Create(root, now - Backdating, until, serial);
        return new IssuedCertificate(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n", until);
    }
}
