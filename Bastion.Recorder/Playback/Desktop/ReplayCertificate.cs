using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bastion.Recorder.Playback.Desktop;

/// <summary>The certificate that an RDP client in a browser wants to see. It proves nothing: the browser's own TLS does.</summary>
internal sealed class ReplayCertificate
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);

    public ReplayCertificate(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        using var certificate = new CertificateRequest("CN=replay", key, HashAlgorithmName.SHA256).CreateSelfSigned(now - TimeSpan.FromDays(1), now + Life);
        Der = certificate.RawData;
    }

    public ReadOnlyMemory<byte> Der { get; }
}
