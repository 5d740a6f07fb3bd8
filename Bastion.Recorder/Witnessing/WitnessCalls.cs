using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Bastion.Recorder.Witnessing;

/// <summary>The HTTP client towards witnesses and the timestamp authority: Recorder's own certificate, our authority for https, no redirects, no proxy.</summary>
internal static class WitnessCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static HttpClient Create(RecorderOptions options)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = Patience };
        handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile)];
        var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        chain.CustomTrustStore.ImportFromPemFile(options.WitnessAuthorityFile.Length > 0 ? options.WitnessAuthorityFile : options.AuthorityFile);
        handler.SslOptions = new SslClientAuthenticationOptions { ClientCertificates = handler.SslOptions.ClientCertificates, CertificateChainPolicy = chain };
        return new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = 256 << 10 };
    }
}
