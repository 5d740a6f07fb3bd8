using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bastion.Hosting;

/// <summary>
/// A certificate and its key from PEM files, read again when the certificate file has changed, so that a renewal needs no restart.
/// A pair that cannot be read (half written, not matching) leaves the last good one in use.
/// </summary>
internal sealed class CertificateSource
{
    private readonly string certificateFile;
    private readonly string keyFile;
    private readonly Lock gate = new();
    private (DateTime Written, SslStreamCertificateContext Context) current;

    public CertificateSource(string certificateFile, string keyFile)
    {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        current = Read();
    }

    public SslStreamCertificateContext Context
    {
        get
        {
            lock (gate)
            {
                if (File.GetLastWriteTimeUtc(certificateFile) != current.Written)
                {
                    try
                    {
                        current = Read();
                    }
                    catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
                    {
                        // The next handshake looks again.
                    }
                }
                return current.Context;
            }
        }
    }

    public X509Certificate2 Certificate => Context.TargetCertificate;

    private (DateTime, SslStreamCertificateContext) Read()
    {
        var written = File.GetLastWriteTimeUtc(certificateFile);
        var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        return (written, SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true));
    }
}
