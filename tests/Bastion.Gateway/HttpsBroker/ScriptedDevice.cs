using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bastion.Gateway.Tests.HttpsBroker;

/// <summary>A device that answers exactly the bytes it is told to, well-behaved or not, and keeps what it was sent.</summary>
internal sealed class ScriptedDevice : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    public ScriptedDevice(Func<DeviceLine, Task> serve)
    {
        listener.Start();
        accepting = AcceptAsync(serve);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<string> Heads { get; } = new();

    public ConcurrentQueue<DeviceLine> Lines { get; } = new();

    /// <summary>Answers every request with the same bytes and keeps the connection.</summary>
    public static ScriptedDevice Always(string answer) => new(async line =>
    {
        while (await line.ReadHeadAsync() is not null)
            await line.WriteAsync(answer);
    });

    public static string Page(string body, string headers = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n{headers}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        if (accepting.IsCompleted)
            return;
        await stop.CancelAsync();
        listener.Stop();
        foreach (var line in Lines)
            line.Dispose();
        await accepting;
    }

    private async Task AcceptAsync(Func<DeviceLine, Task> serve)
    {
        while (!stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptSocketAsync(stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            var line = new DeviceLine(socket, Heads);
            Lines.Enqueue(line);
            _ = ServeAsync(line, serve);
        }
    }

    private static async Task ServeAsync(DeviceLine line, Func<DeviceLine, Task> serve)
    {
        try
        {
            await serve(line);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            line.MarkClosed();
        }
        line.Dispose();
    }
}
