using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Security;
using Bastion.Rdp.Wire;

namespace Bastion.Gateway.RdpBroker;

/// <summary>One accepted connection of a native client: X.224, TLS, authentication at the network level if the client can, then the front.</summary>
internal sealed partial class RdpConnection(RdpFront front, RdpTickets tickets, RdpIdentity identity, GatewayOptions options, SessionMetrics metrics, TimeProvider time, ILogger<RdpConnection> log)
{
    private const string Name = "BASTION";

    /// <summary>Runs to the end. <paramref name="settled"/> is called when the connection is no start any more: signed in, and somebody tried.</summary>
    public async Task RunAsync(Socket socket, Action<bool, bool> settled, CancellationToken stopping)
    {
        var address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        var source = new Source { Address = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString(), Listener = "rdp", Client = "RDP client" };
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(options.Rdp.LoginGraceSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, stopping);
        try
        {
            if (await NegotiateAsync(stream, both.Token) is not var (asked, selected) || selected == SecurityProtocols.None)
                return;
            await using var secure = new SslStream(stream, leaveInnerStreamOpen: false);
            await secure.AuthenticateAsServerAsync(identity.Options(), both.Token);
            SignedIn? proven = null;
            if (selected == SecurityProtocols.Nla)
            {
                proven = await AuthenticateAsync(secure, source, both.Token);
                settled(proven is not null, true);
                metrics.SignIn(proven is null ? "refused" : "accepted");
                if (proven is null)
                    return;
            }
            await front.RunAsync(secure, new RdpEntry { Source = source, Asked = asked, Proven = proven, Settled = settled }, stopping);
        }
        catch (Exception e) when (e is RdpProtocolException or IOException or AuthenticationException or OperationCanceledException or SocketException)
        {
            // Port scans and clients that change their mind; nothing of what they sent is repeated here.
            Gone(e is RdpProtocolException ? e.Message : e.GetType().Name);
        }
    }

    private async Task<(SecurityProtocols Asked, SecurityProtocols Selected)?> NegotiateAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var frame = await ReadExactFrameAsync(stream, cancellation);
        if (frame is null)
            return null;
        var asked = ConnectionRequest.Read(frame).Protocols;
        var selected = asked.HasFlag(SecurityProtocols.Nla) ? SecurityProtocols.Nla
            : asked.HasFlag(SecurityProtocols.Tls) && !options.Rdp.RequireNla ? SecurityProtocols.Tls
            : SecurityProtocols.None;
        var failure = selected != SecurityProtocols.None ? NegotiationFailure.None : options.Rdp.RequireNla ? NegotiationFailure.NlaRequired : NegotiationFailure.TlsRequired;
        await stream.WriteAsync(new ConnectionConfirm(selected, failure).ToFrame(), cancellation);
        return (asked, selected);
    }

    // Not an octet more than the request: what follows is TLS.
    private static async Task<byte[]?> ReadExactFrameAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var head = new byte[4];
        await stream.ReadExactlyAsync(head, cancellation);
        if (head[0] != RdpFraming.Tpkt)
            return null;
        var frame = new byte[RdpFraming.LengthOf(head, RdpLimits.LongestConnectionRequest)];
        head.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(4), cancellation);
        return frame;
    }

    private async Task<SignedIn?> AuthenticateAsync(SslStream secure, Source source, CancellationToken cancellation)
    {
        var credSsp = new CredSspServer(Name, identity.PublicKey, time.GetUtcNow());
        SignedIn? who = null;
        while (!credSsp.Done)
        {
            if (await TsRequestStream.ReadAsync(secure, cancellation) is not { } message)
                break;
            var answer = credSsp.Take(message);
            if (credSsp.Proof is { } proof && who is null)
            {
                if (await tickets.RedeemAsync(proof, source, cancellation) is not var (signedIn, key))
                {
                    await secure.WriteAsync(credSsp.Refuse(), cancellation);
                    break;
                }
                who = signedIn;
                answer = credSsp.Accept(key);
            }
            if (answer is not null)
                await secure.WriteAsync(answer, cancellation);
            if (credSsp.Failure != CredSspFailure.None)
                break;
        }
        if (credSsp.Done)
            return who;
        NotProven(credSsp.Failure);
        if (who is not null)
            await tickets.SignOutAsync(who);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A desktop connection went before its session: {What}")]
    private partial void Gone(string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "A desktop client did not authenticate: {Failure}")]
    private partial void NotProven(CredSspFailure failure);
}
