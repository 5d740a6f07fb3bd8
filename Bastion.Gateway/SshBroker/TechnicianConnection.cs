using System.Net;
using System.Net.Sockets;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Authentication;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker;

/// <summary>One accepted SSH connection, from its first byte to its last.</summary>
internal sealed partial class TechnicianConnection(
    Identity.IdentityClient identity,
    Admin.Contracts.Access.AccessClient admin,
    SessionStarter starter,
    SshAdmissionSettings settings,
    HandshakeTurns turns,
    TimerWheel wheel,
    TimeProvider time,
    SessionMetrics metrics,
    ILogger<TechnicianConnection> log)
{
    /// <summary>A signed-in connection that opens no session is closed after this.</summary>
    public static readonly TimeSpan UnusedLimit = TimeSpan.FromMinutes(2);

    /// <summary>Runs to the end. <paramref name="settled"/> is called once, when the connection is no start any more; true for signed in.</summary>
    public async Task RunAsync(Socket socket, SshDoor door, Action<bool, bool> settled, CancellationToken stopping)
    {
        var address = (IPEndPoint)socket.RemoteEndPoint!;
        var (signedIn, transport) = await SignInAsync(socket, door, address, settled, stopping);
        if (signedIn is null || transport is null)
            return;
        await using (transport)
            await ServeAsync(transport, door, signedIn, address.Address);
    }

    private async Task<(SignIn? SignIn, SshTransport? Transport)> SignInAsync(Socket socket, SshDoor door, IPEndPoint address, Action<bool, bool> settled, CancellationToken stopping)
    {
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(settings.LoginGraceSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, stopping);
        var tried = false;
        SshTransport? transport = null;
        try
        {
            var opening = await SshTransport.AcceptAsync(
                new NetworkStream(socket, ownsSocket: true),
                new ServerTransportOptions
                {
                    HostKeys = door.Keys,
                    Algorithms = door.Profile,
                    Turns = turns,
                    KeyExchangeTimeout = TimeSpan.FromSeconds(settings.LoginGraceSeconds),
                },
                both.Token);
            if (!opening.IsOpen)
            {
                settled(false, false);
                return default;
            }
            transport = opening.Transport;
            var signIn = new SignIn(
                identity,
                new Source { Address = Plain(address.Address).ToString(), Listener = door.Name, Client = transport.PeerIdentification },
                metrics,
                log);
            var result = await ServerAuthentication.RunAsync(
                transport,
                signIn,
                new ServerAuthenticationOptions
                {
                    Methods = [AuthMethods.PublicKey, AuthMethods.KeyboardInteractive, AuthMethods.Password],
                    Timeout = TimeSpan.FromSeconds(settings.LoginGraceSeconds),
                },
                both.Token);
            tried = signIn.Tried;
            if (result.Succeeded && signIn.SignedIn is not null)
            {
                settled(true, tried);
                signIn.User = result.Login;
                return (signIn, transport);
            }
        }
        catch (OperationCanceledException)
        {
            transport?.Abort("sign-in took too long");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            Gone(e.Message);
        }
        if (transport is not null)
            await transport.DisposeAsync();
        else
            socket.Dispose();
        settled(false, tried);
        return default;
    }

    private async Task ServeAsync(SshTransport transport, SshDoor door, SignIn signIn, IPAddress address)
    {
        using var gone = new CancellationTokenSource();
        if (HostKeyRotation.IsUnderstoodBy(transport.PeerIdentification))
            await AnnounceAsync(transport, door);
        var channels = new ChannelTable<RelayChannel>(ChannelRules.MaxChannels);
        var leg = new SshTechnicianLeg(transport, channels);
        var reader = new TechnicianReader(transport, channels, leg, door.Keys);
        var running = Task.CompletedTask;
        var unused = wheel.After(UnusedLimit, () => _ = transport.DisconnectAsync(DisconnectReason.ByApplication, "no session was opened", TimeSpan.FromSeconds(1)).AsTask());
        reader.Desk = new FrontDesk(
            signIn.SignedIn!,
            LoginName.Parse(signIn.User).Device,
            new Source { Address = Plain(address).ToString(), Listener = door.Name, Client = transport.PeerIdentification },
            starter,
            admin,
            leg,
            reader.WithTurnAsync,
            relay =>
            {
                unused.Cancel();
                running = relay.RunAsync();
            },
            gone.Token);
        SessionEndReason reason;
        try
        {
            reason = await reader.RunAsync();
        }
        catch (Exception e)
        {
            Failed(e);
            reason = SessionEndReason.InternalError;
        }
        unused.Cancel();
        await gone.CancelAsync();
        await reader.Desk.ClosedAsync();
        reader.Desk.Relay?.Session.End(reason);
        await running;
    }

    private static async Task AnnounceAsync(SshTransport transport, SshDoor door)
    {
        try
        {
            await transport.SendAsync(HostKeyRotation.Announce(door.Keys), CancellationToken.None);
        }
        catch (SshEndedException)
        {
            // The receive loop tells the end.
        }
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    [LoggerMessage(Level = LogLevel.Debug, Message = "A connection went before it signed in: {What}")]
    private partial void Gone(string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "A connection ends because of a mistake in reading it")]
    private partial void Failed(Exception e);
}
