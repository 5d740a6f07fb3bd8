using System.Net;
using System.Net.Sockets;
using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker;

namespace Bastion.Gateway.RdpBroker;

/// <summary>Listens for technicians' desktop clients. Admission comes before anything that costs; a connection is a task, never a thread.</summary>
internal sealed partial class RdpListener(GatewayOptions options, RdpConnection connection, SessionRegistry registry, SessionMetrics metrics, GatewayIdentity gateway, TimeProvider time, ILogger<RdpListener> log) : IHostedLifecycleService
{
    private const int Backlog = 256;
    private const int KeepAliveSeconds = 15;
    private const int SocketBuffer = 512 * 1024;

    // Counted apart from SSH: a flood at one door must not shut the other.
    private readonly SshAdmission admission = new(options.Ssh, time);
    private readonly CancellationTokenSource stopping = new();
    private Socket? listener;
    private Task accepting = Task.CompletedTask;
    private int connections;

    /// <summary>Where it really listens; null when there is no such listener.</summary>
    public IPEndPoint? Where => (IPEndPoint?)listener?.LocalEndPoint;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Rdp.IsOn)
            return Task.CompletedTask;
        var address = options.Rdp.Listen!;
        listener = new Socket(address.Ip!.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(address.ToEndPoint());
        listener.Listen(Backlog);
        var where = Where!;
        Listening(where);
        accepting = AcceptAsync(listener);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        gateway.Stop();
        listener?.Dispose();
        await stopping.CancelAsync();
        await accepting;
        await registry.StopAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AcceptAsync(Socket from)
    {
        while (!stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await from.AcceptAsync(stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                NotAccepted(e.Message);
                continue;
            }
            Admit(socket);
        }
    }

    private void Admit(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint from)
        {
            socket.Dispose();
            return;
        }
        if ((Volatile.Read(ref connections) >= options.Rdp.MaxConnections ? "connections" : admission.Enter(from.Address)) is { } refused)
        {
            metrics.Dropped(refused);
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
            return;
        }
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds);
        socket.SendBufferSize = SocketBuffer;
        _ = ServeAsync(socket, from.Address);
    }

    private async Task ServeAsync(Socket socket, IPAddress address)
    {
        Interlocked.Increment(ref connections);
        var left = 0;
        try
        {
            await connection.RunAsync(socket, Settled, stopping.Token);
        }
        catch (Exception e)
        {
            Failed(e);
        }
        finally
        {
            Settled(false, false);
            Interlocked.Decrement(ref connections);
        }

        void Settled(bool signedIn, bool tried)
        {
            if (Interlocked.Exchange(ref left, 1) != 0)
                return;
            admission.Leave(address);
            if (signedIn)
                admission.SignedIn(address);
            else if (tried)
                admission.Failed(address);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The desktop listener is on {Where}")]
    private partial void Listening(EndPoint where);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A desktop connection was not accepted: {What}")]
    private partial void NotAccepted(string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "A desktop connection ended with a mistake")]
    private partial void Failed(Exception e);
}
