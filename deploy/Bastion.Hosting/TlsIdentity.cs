using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bastion.Hosting;

/// <summary>
/// Who this service is to the others: its certificate, its key, and the one authority whose certificates it believes.
/// The machine's own authorities are never asked.
/// </summary>
public sealed class TlsIdentity
{
    private readonly CertificateSource own;
    private readonly X509Certificate2 authority;
    private readonly TimeProvider time;

    private TlsIdentity(CertificateSource own, X509Certificate2 authority, TimeProvider time)
    {
        this.own = own;
        this.authority = authority;
        this.time = time;
    }

    internal X509Certificate2 Certificate => own.Certificate;

    internal SslStreamCertificateContext Context => own.Context;

    /// <summary>The name on this service's own certificate.</summary>
    public string Name => NameOf(Certificate) ?? "";

    /// <summary>Paths of PEM files. The certificate is read again when its file changes; the authority is not.</summary>
    /// <exception cref="SettingsException">A file is missing, unreadable, or the key is not the certificate's.</exception>
    public static TlsIdentity Load(string certificateFile, string keyFile, string authorityFile, TimeProvider? time = null)
    {
        try
        {
            return new TlsIdentity(
                new CertificateSource(certificateFile, keyFile),
                X509Certificate2.CreateFromPem(File.ReadAllText(authorityFile)),
                time ?? TimeProvider.System);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new SettingsException("TLS", [$"'{certificateFile}', '{keyFile}', '{authorityFile}': {e.Message}"]);
        }
    }

    /// <summary>
    /// The name of a peer that our authority signed for this use and whose certificate is in force now; null for anybody else.
    /// </summary>
    internal string? Recognise(X509Certificate2? peer, bool asServer)
    {
        if (peer is null)
            return null;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(asServer ? ExtendedKeyUsage.Server : ExtendedKeyUsage.Client);
        return chain.Build(peer) ? NameOf(peer) : null;
    }

    /// <summary>The only DNS name of a certificate; null when it has none or several.</summary>
    internal static string? NameOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).Take(2).ToArray();
        return names.Length == 1 ? names[0] : null;
    }
}
