using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bastion.Testing;

/// <summary>A certificate authority of one test: PEM files as the services' settings name them.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2049, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryDirectory directory;
    private readonly X509Certificate2 authority;
    private int serial;

    public TestAuthority(string name = "authority")
    {
        directory = new TemporaryDirectory(name);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        authority = request.CreateSelfSigned(From, Until);
        AuthorityFile = directory.Write("authority.pem", authority.ExportCertificatePem());
    }

    public string AuthorityFile { get; }

    /// <summary>The three services by their names (gateway, admin, recorder).</summary>
    public TestCertificate IssueService(string service) => Issue(service, [$"{service}.bastion.internal"]);

    /// <summary>A certificate for browsers.</summary>
    public TestCertificate IssueSite(params string[] names) => Issue(names[0], names);

    public void Dispose()
    {
        authority.Dispose();
        directory.Dispose();
    }

    private TestCertificate Issue(string file, string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (System.Net.IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(authority, From, Until.AddDays(-1), [1, .. BitConverter.GetBytes(++serial), .. RandomNumberGenerator.GetBytes(8)]);
        return new TestCertificate(
            directory.Write($"{file}-{serial}.pem", certificate.ExportCertificatePem()),
            directory.Write($"{file}-{serial}.key", key.ExportPkcs8PrivateKeyPem()),
            AuthorityFile);
    }
}
