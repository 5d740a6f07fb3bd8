using System.Net.Security;
using System.Security.Cryptography;

namespace Bastion.Hosting;

/// <summary>The certificate that browsers see, from PEM files, read again when it changes.</summary>
public sealed class WebIdentity
{
    private readonly CertificateSource source;

    private WebIdentity(CertificateSource source) => this.source = source;

    internal SslStreamCertificateContext Context => source.Context;

    /// <exception cref="SettingsException">A file is missing, unreadable, or the key is not the certificate's.</exception>
    public static WebIdentity Load(string certificateFile, string keyFile)
    {
        try
        {
            return new WebIdentity(new CertificateSource(certificateFile, keyFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new SettingsException("TLS", [$"'{certificateFile}', '{keyFile}': {e.Message}"]);
        }
    }
}
