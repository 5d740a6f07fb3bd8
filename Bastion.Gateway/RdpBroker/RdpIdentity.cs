using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bastion.Hosting;

namespace Bastion.Gateway.RdpBroker;

/// <summary>The certificate that desktop clients see, loaded once.</summary>
internal sealed class RdpIdentity(X509Certificate2 certificate)
{
    private readonly SslStreamCertificateContext context = SslStreamCertificateContext.Create(certificate, null, offline: true);

    public X509Certificate2 Certificate => certificate;

    /// <summary>Contents of the bit string of its public key, to which CredSSP binds.</summary>
    public byte[] PublicKey { get; } = certificate.GetPublicKey();

    public static RdpIdentity Load(GatewayOptions options)
    {
        var (file, key) = options.Rdp.CertificateFile is { } own ? (own, options.Rdp.KeyFile!) : (options.PortalCertificateFile!, options.PortalKeyFile!);
        using var pem = X509Certificate2.CreateFromPemFile(file, key);
        // TLS on this platform wants a key that it can reach by itself.
        return new RdpIdentity(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null));
    }

    public SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateRequired = false,
        AllowRenegotiation = false,
    };
}
