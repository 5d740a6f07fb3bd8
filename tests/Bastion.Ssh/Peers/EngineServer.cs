using System.Net;
using System.Net.Sockets;
using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Transport;

namespace Bastion.Ssh.Tests.Peers;

/// <summary>A small SSH server on the engine: accounts by <see cref="TestAuthenticator"/>, commands by <see cref="EngineSession"/>.</summary>
internal sealed class EngineServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly List<Task> _sessions = [];
    private readonly ServerTransportOptions _options;
    private readonly ServerAuthenticationOptions _authentication;

    public EngineServer(ServerTransportOptions? options = null, ServerAuthenticationOptions? authentication = null)
    {
        _options = options ?? new ServerTransportOptions { HostKeys = [SshPrivateKey.GenerateEd25519()] };
        _authentication = authentication ?? new ServerAuthenticationOptions
        {
            Methods = [AuthMethods.PublicKey, AuthMethods.Password, AuthMethods.KeyboardInteractive],
        };
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string HostKeyLine => _options.HostKeys[0].PublicKey.ToAuthorizedKey();

    public string HostKeyFingerprint => _options.HostKeys[0].PublicKey.Fingerprint;

    public TestAuthenticator Authenticator { get; } = new();

    /// <summary>The transport of the last client.</summary>
    public SshTransport? Last { get; private set; }

    public SshEnd? LastFailure { get; private set; }

    public ServerAuthenticationResult? LastAuthentication { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] sessions;
        lock (_sessions)
        {
            sessions = [.. _sessions];
        }

        await Task.WhenAll(sessions);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true;
                lock (_sessions)
                {
                    _sessions.Add(ServeAsync(new NetworkStream(socket, ownsSocket: true)));
                }
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Stream stream)
    {
        try
        {
            SshOpening opening = await SshTransport.AcceptAsync(stream, _options, _stop.Token);
            if (!opening.IsOpen)
            {
                LastFailure = opening.Failure;
                return;
            }

            await using SshTransport transport = opening.Transport;
            Last = transport;
            LastAuthentication = await ServerAuthentication.RunAsync(transport, Authenticator, _authentication, _stop.Token);
            if (LastAuthentication.Succeeded)
            {
                await new EngineSession(transport).RunAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
