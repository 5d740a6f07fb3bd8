using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bastion.Gateway.Access;
using Bastion.Gateway.HttpsBroker.Device;
using Bastion.Gateway.Sessions;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Security;
using Bastion.Rdp.Wire;

namespace Bastion.Gateway.RdpBroker;

/// <summary>
/// The only way to a desktop. It takes the permit, goes to that lease's endpoint, believes only its pinned certificates, and signs in as the endpoint says: at the network
/// level, or by TLS alone where an administrator said so. What the device offers instead is never taken.
/// </summary>
internal sealed partial class DesktopDialer(TimeProvider time, ILogger<DesktopDialer> log)
{
    public static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(15);

    private const int SocketBuffer = 512 * 1024;

    /// <param name="permit">Of the session; its credential is taken.</param>
    /// <param name="initial">The client's wishes, as far as the relay carries them.</param>
    /// <param name="table">Makes the channel table from our user and the device's ids.</param>
    public async Task<DesktopDial> DialAsync(SessionPermit permit, McsConnectInitial initial, Func<BackHandshake, ChannelTable> table)
    {
        var endpoint = permit.Lease.Lease.Endpoint;
        using var limit = new CancellationTokenSource(DialLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, permit.Session.Ending);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SocketBuffer, ReceiveBufferSize = SocketBuffer };
        SslStream? secure = null;
        FrameSource? frames = null;
        var pinned = true;
        var sha256 = "";
        try
        {
            using var credential = permit.TakeCredential();
            if (credential.Kind != DeviceCredentialKind.Password)
                return Fail(permit, SessionEndReason.DeviceRefused, "no password for this desktop");
            var (domain, user) = Account(credential.Account);
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, both.Token);
            var plain = new NetworkStream(socket, ownsSocket: true);
            var nla = endpoint.Rdp is not { WithoutNla: true };
            var selected = await NegotiateAsync(plain, nla ? SecurityProtocols.Tls | SecurityProtocols.Nla : SecurityProtocols.Tls, both.Token);
            if (selected != (nla ? SecurityProtocols.Nla : SecurityProtocols.Tls))
                return Fail(permit, SessionEndReason.DeviceProtocolError, "the device does not protect the connection as its endpoint says");
            secure = new SslStream(plain, leaveInnerStreamOpen: false);
            var options = DeviceTls.Options(endpoint.Host, oldTls: false);
            options.ApplicationProtocols = null;
            options.RemoteCertificateValidationCallback = (_, shown, _, _) => pinned = IsPinned(endpoint, shown, out sha256);
            await secure.AuthenticateAsClientAsync(options, both.Token);
            if (nla && await SignInAsync(secure, endpoint.Host, domain, user, credential, both.Token) is var failure and not CredSspFailure.None)
                return Fail(permit, failure == CredSspFailure.KeyMismatch ? SessionEndReason.DevicePinChanged : SessionEndReason.DeviceRefused, failure.ToString(), secure);
            frames = new FrameSource(secure);
            var back = new BackHandshake(initial, selected);
            await secure.WriteAsync(back.Begin(), both.Token);
            while (!back.Done)
            {
                var frame = await frames.NextAsync(both.Token);
                if (frame.IsEmpty)
                    throw new IOException("the device closed the connection");
                foreach (var answer in back.Take(frame.Span))
                    await secure.WriteAsync(answer, both.Token);
            }
            await SendInfoAsync(secure, back, domain, user, credential, both.Token);
            return new DesktopDial(secure, frames, table(back), default, "") { Security = nla ? "nla" : "tls", CertificateSha256 = sha256 };
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or IOException or InvalidOperationException or AuthenticationException or RdpProtocolException)
        {
            frames?.Dispose();
            var reason = !pinned ? SessionEndReason.DevicePinChanged
                : e is RdpProtocolException or AuthenticationException ? SessionEndReason.DeviceProtocolError
                : SessionEndReason.DeviceUnreachable;
            return Fail(permit, reason, e.Message, secure, socket);
        }
    }

    private static async Task<SecurityProtocols> NegotiateAsync(NetworkStream stream, SecurityProtocols asked, CancellationToken cancellation)
    {
        await stream.WriteAsync(new ConnectionRequest(asked).ToFrame(), cancellation);
        var head = new byte[4];
        await stream.ReadExactlyAsync(head, cancellation);
        var length = RdpFraming.LengthOf(head, RdpLimits.LongestConnectionRequest);
        var frame = new byte[Math.Max(4, length)];
        head.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(4), cancellation);
        return ConnectionConfirm.Read(frame).Selected;
    }

    private static async Task<CredSspFailure> SignInAsync(SslStream secure, string host, string domain, string user, DeviceCredential credential, CancellationToken cancellation)
    {
        using var credSsp = new CredSspClient(host, domain, user, credential.Secret.Reveal(), secure.RemoteCertificate!.GetPublicKey());
        await secure.WriteAsync(credSsp.Begin(), cancellation);
        while (!credSsp.Done)
        {
            // Some refuse a wrong password by hanging up.
            if (await TsRequestStream.ReadAsync(secure, cancellation) is not { } message)
                return CredSspFailure.Refused;
            if (credSsp.Take(message) is not { } answer)
                return credSsp.Failure;
            await secure.WriteAsync(answer, cancellation);
        }
        return CredSspFailure.None;
    }

    private static async Task SendInfoAsync(SslStream secure, BackHandshake back, string domain, string user, DeviceCredential credential, CancellationToken cancellation)
    {
        using var info = new RdpWriter();
        ClientInfo.Write(info, domain, user, credential.Secret.Reveal());
        var frame = SendData.ToFrame(false, back.User, back.IoChannel, info.Written);
        try
        {
            await secure.WriteAsync(frame, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(frame);
        }
    }

    // DOMAIN\user as Windows writes it; user@domain is an account by itself.
    private static (string Domain, string User) Account(string account)
    {
        var at = account.IndexOf('\\', StringComparison.Ordinal);
        return at < 0 ? ("", account) : (account[..at], account[(at + 1)..]);
    }

    private static bool IsPinned(Bastion.Admin.Contracts.LeaseEndpoint endpoint, X509Certificate? shown, out string sha256)
    {
        var hash = shown is null ? [] : SHA256.HashData(shown.GetRawCertData());
        sha256 = Convert.ToHexStringLower(hash);
        foreach (var pin in endpoint.Pins)
            if (pin.Algorithm == DeviceTls.PinAlgorithm && CryptographicOperations.FixedTimeEquals(SHA256.HashData(pin.PublicKey.Span), hash))
                return true;
        return false;
    }

    private DesktopDial Fail(SessionPermit permit, SessionEndReason reason, string detail, SslStream? secure = null, Socket? socket = null)
    {
        secure?.Dispose();
        socket?.Dispose();
        NotReached(permit.Session.Id, permit.Lease.Lease.Device.Name, reason, detail);
        return DesktopDial.Down(reason, detail);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId} did not reach {Device}: {Reason}, {Detail}")]
    private partial void NotReached(string sessionId, string device, SessionEndReason reason, string detail);
}
