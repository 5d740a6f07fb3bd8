using System.Net;
using System.Net.Sockets;
using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.SshBroker;

/// <summary>Listens for technicians' SSH clients. Admission comes before anything that costs; a connection is a task, never a thread.</summary>
internal sealed partial class SshListener(
    GatewayOptions options,
    IReadOnlyList<SshDoor> doors,
    TechnicianConnection connection,
    SshAdmission admission,
    SessionRegistry registry,
    SessionMetrics metrics,
    GatewayIdentity gateway,
    TimeProvider time,
    ILogger<SshListener> log) : IHostedLifecycleService
{
    private const int Backlog = 512;

    /// <summary>Kernel buffers of a technician's socket, bytes.</summary>
    private const int SocketBuffer = 512 * 1024;

    /// <summary>A technician whose machine vanished is noticed by the kernel in about two minutes.</summary>
    private const int KeepAliveSeconds = 15;

    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, Socket> listeners = [];
    private Task accepting = Task.CompletedTask;
    private int connections;

    /// <summary>Where a door really listens, when the settings said port 0.</summary>
    public IPEndPoint? At(string door) => (IPEndPoint?)listeners.GetValueOrDefault(door)?.LocalEndPoint;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        List<Task> loops = [];
        foreach (var door in doors)
        {
            var listener = listeners[door.Name] = new Socket(door.Address.Ip!.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(door.Address.ToEndPoint());
            listener.Listen(Backlog);
            loops.Add(AcceptAsync(listener, door));
            var where = At(door.Name)!;
            Listening(door.Name, where, door.Expires);
        }
        accepting = Task.WhenAll(loops);
        return Task.CompletedTask;
    }

    /// <summary>Before anything else stops, web sockets and streams among it: every session ends with its own word and a finished recording.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        gateway.Stop();
        foreach (var listener in listeners.Values)
            listener.Dispose();
        await stopping.CancelAsync();
        await accepting;
        await registry.StopAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AcceptAsync(Socket from, SshDoor door)
    {
        while (!stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await from.AcceptAsync(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // One connection that died in the queue, or too many open files: the next one may do.
                NotAccepted(e.Message);
                continue;
            }
            Admit(socket, door);
        }
    }

    private void Admit(Socket socket, SshDoor door)
    {
        if (socket.RemoteEndPoint is not IPEndPoint from)
        {
            socket.Dispose();
            return;
        }
        var refused = door.Expires <= time.GetUtcNow() ? "expired" : Volatile.Read(ref connections) >= options.Ssh.MaxConnections ? "connections" : admission.Enter(from.Address);
        if (refused is not null)
        {
            metrics.Dropped(refused);
            // At once and without a word: an answer would cost more than the question.
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
            return;
        }
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds);
        socket.SendBufferSize = SocketBuffer;
        _ = ServeAsync(socket, door, from.Address);
    }

    private async Task ServeAsync(Socket socket, SshDoor door, IPAddress address)
    {
        Interlocked.Increment(ref connections);
        var left = 0;
        try
        {
            await connection.RunAsync(socket, door, Settled, stopping.Token);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "The door {Door} of SSH listens on {Where}, until {Expires}")]
    private partial void Listening(string door, EndPoint where, DateTimeOffset? expires);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection was not accepted: {What}")]
    private partial void NotAccepted(string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "A connection ended with a mistake")]
    private partial void Failed(Exception e);
}
