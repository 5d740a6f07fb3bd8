using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>TLS towards devices. The old profile is for one destination only and never without encryption.</summary>
internal static class DeviceTls
{
    /// <summary>Algorithm of a pin that is a certificate in DER.</summary>
    public const string PinAlgorithm = "x509";

    // Before TLS 1.2 an ephemeral key exchange is signed with SHA-1, which the platform refuses: there only the exchange by RSA is left.
    private static readonly TlsCipherSuite[] OldSuites =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
    ];

    public static SslClientAuthenticationOptions Options(string host, bool oldTls)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowRenegotiation = false,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };
        if (!oldTls)
            return options;
#pragma warning disable SYSLIB0039, CA5397 // Old devices speak nothing newer; staff decided it for this endpoint, until a date.
        options.EnabledSslProtocols = SslProtocols.Tls | SslProtocols.Tls11 | SslProtocols.Tls12;
#pragma warning restore SYSLIB0039, CA5397
        options.CipherSuitesPolicy = new CipherSuitesPolicy(OldSuites);
        // An extension that servers of that age do not know, and some trip over.
        options.ApplicationProtocols = null;
        return options;
    }
}
