using System.Net;
using System.Net.Sockets;

namespace Bastion.Testing;

/// <summary>A TCP line that can be made bad: stalled (nothing passes, nothing is lost), split into small pieces, cut hard.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private const int Whole = 32 * 1024;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly string host;
    private readonly int port;
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private readonly List<Socket> sockets = [];
    private readonly Task accepting;
    private TaskCompletionSource flowing = Opened();
    private volatile int piece = Whole;
    private readonly List<FaultLine> lines = [];

    public FaultProxy(string host, int port)
    {
        this.host = host;
        this.port = port;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Every connection there ever was, in order.</summary>
    public IReadOnlyList<FaultLine> Lines
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    public long Forward => Lines.Sum(line => line.Forward);

    public long Backward => Lines.Sum(line => line.Backward);

    public void Stall()
    {
        lock (gate)
        {
            flowing = flowing.Task.IsCompleted ? new(TaskCreationOptions.RunContinuationsAsynchronously) : flowing;
        }
    }

    public void Flow()
    {
        lock (gate)
        {
            flowing.TrySetResult();
        }
    }

    /// <summary>From now on no write is longer than this many bytes.</summary>
    public void Split(int bytes) => piece = bytes;

    /// <summary>Resets every connection; new ones are taken again.</summary>
    public void Cut()
    {
        lock (gate)
        {
            foreach (var socket in sockets)
            {
                try
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
                catch (Exception over) when (over is SocketException or ObjectDisposedException)
                {
                    // This one ended by itself.
                }

                socket.Dispose();
            }

            sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        Cut();
        Flow();
        await accepting;
        closing.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.SetResult();
        return source;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptSocketAsync(closing.Token);
                _ = Serve(near);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task Serve(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        var line = new FaultLine();
        lock (gate)
        {
            lines.Add(line);
            sockets.Add(near);
            sockets.Add(far);
        }

        try
        {
            await far.ConnectAsync(host, port, closing.Token);
            await Task.WhenAll(
                Pump(near, far, line.PassedForward),
                Pump(far, near, line.PassedBackward));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            near.Dispose();
            far.Dispose();
        }
    }

    private async Task Pump(Socket from, Socket to, Action<int> count)
    {
        var buffer = new byte[Whole];
        int read;
        while ((read = await from.ReceiveAsync(buffer, closing.Token)) > 0)
        {
            for (var at = 0; at < read;)
            {
                Task open;
                lock (gate)
                {
                    open = flowing.Task;
                }

                await open.WaitAsync(closing.Token);
                // Counted before it is sent: who sees the byte arrive also sees it counted.
                var part = Math.Min(piece, read - at);
                count(part);
                await to.SendAsync(buffer.AsMemory(at, part), closing.Token);
                at += part;
            }
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
