using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bastion.Gateway.Access;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>
/// The only way of a web session to its device. It takes the session's permit, goes to that lease's endpoint whatever a request says, believes only
/// its pinned certificates, and can cut every connection at once.
/// </summary>
internal sealed class DeviceConnector(SessionPermit permit, X509Certificate2? clientCertificate, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(15);

    /// <summary>Connections of one session at once; each socket and each running download holds one.</summary>
    public const int MaxConnections = 64;

    private readonly Lock gate = new();
    private readonly HashSet<Socket> open = [];
    private bool cut;

    /// <summary>Set when the device showed a certificate that nobody confirmed.</summary>
    public bool PinChanged { get; private set; }

    /// <summary>"Tls12 TLS_RSA_WITH_AES_128_CBC_SHA" of the last connection; empty without TLS.</summary>
    public string Channel { get; private set; } = "";

    public string CertificateSha256 { get; private set; } = "";

    /// <exception cref="AuthenticationException">Not the pinned certificate, or no common protocol.</exception>
    /// <exception cref="SocketException">Nobody answers.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        var endpoint = permit.Lease.Lease.Endpoint;
        using var limit = new CancellationTokenSource(DialLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token, permit.Session.Ending);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, both.Token);
            stream = new TrackedStream(socket, Forget);
            lock (gate)
            {
                if (cut)
                    throw new OperationCanceledException("the session is over");
                open.Add(socket);
            }
            if (endpoint.Http is { Plain: true })
                return stream;
            var secure = new SslStream(stream, leaveInnerStreamOpen: false);
            stream = secure;
            await secure.AuthenticateAsClientAsync(Options(endpoint.Host, endpoint.Http is { OldTls: true }), both.Token);
            Channel = $"{secure.SslProtocol} {secure.NegotiatedCipherSuite}";
            return secure;
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Every connection, now, without a goodbye.</summary>
    public void Cut()
    {
        Socket[] sockets;
        lock (gate)
        {
            cut = true;
            sockets = [.. open];
            open.Clear();
        }
        foreach (var socket in sockets)
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }

    public void Dispose()
    {
        Cut();
        clientCertificate?.Dispose();
    }

    private void Forget(Socket socket)
    {
        lock (gate)
            open.Remove(socket);
    }

    private SslClientAuthenticationOptions Options(string host, bool oldTls)
    {
        var options = DeviceTls.Options(host, oldTls);
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) => IsPinned(certificate);
        if (clientCertificate is not null)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(clientCertificate, null, offline: true);
        return options;
    }

    // What a hospital confirmed is the certificate itself: dates, names and authorities of devices are worth nothing.
    private bool IsPinned(X509Certificate? shown)
    {
        if (shown is null)
            return false;
        var der = shown.GetRawCertData();
        var hash = SHA256.HashData(der);
        CertificateSha256 = Convert.ToHexStringLower(hash);
        foreach (var pin in permit.Lease.Lease.Endpoint.Pins)
            if (pin.Algorithm == DeviceTls.PinAlgorithm && CryptographicOperations.FixedTimeEquals(SHA256.HashData(pin.PublicKey.Span), hash))
                return true;
        PinChanged = true;
        return false;
    }
}
