using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace Bastion.Hosting;

/// <summary>The way to another service: HTTP/2 over mutual TLS 1.3, on a Unix socket or an address.</summary>
public static class PeerChannel
{
    /// <summary>Largest message either way, in bytes.</summary>
    public const int MaxMessageBytes = 4 << 20;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Connects when first used. A failure to connect is UNAVAILABLE at once; the next call tries again.</summary>
    public static GrpcChannel Open(ServiceAddress address, TlsIdentity identity, Plane expected)
    {
        ArgumentNullException.ThrowIfNull(address);
        return GrpcChannel.ForAddress($"https://{expected.DnsName()}", new GrpcChannelOptions
        {
            HttpHandler = Handler(address, identity, expected),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
            MaxSendMessageSize = MaxMessageBytes,
        });
    }

    /// <summary>The handler under <see cref="Open"/>, for what is not gRPC (health).</summary>
    public static SocketsHttpHandler Handler(ServiceAddress address, TlsIdentity identity, Plane expected)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(identity);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            // A peer that vanished without a word is noticed in a few seconds, also while a stream is silent.
            KeepAlivePingDelay = TimeSpan.FromSeconds(5),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            InitialHttp2StreamWindowSize = 1 << 20,
            ConnectCallback = (_, cancel) => Connect(address, cancel),
            SslOptions = new SslClientAuthenticationOptions
            {
                TargetHost = expected.DnsName(),
                EnabledSslProtocols = SslProtocols.Tls13,
                AllowTlsResume = false,
                LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Certificate,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    string.Equals(identity.Recognise(certificate as X509Certificate2, asServer: true), expected.DnsName(), StringComparison.OrdinalIgnoreCase),
            },
        };
    }

    private static async ValueTask<Stream> Connect(ServiceAddress address, CancellationToken cancel)
    {
        var socket = address.IsUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(address.Ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.ToEndPoint(), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
