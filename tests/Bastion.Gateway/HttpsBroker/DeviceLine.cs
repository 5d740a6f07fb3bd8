using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Bastion.Gateway.Tests.HttpsBroker;

/// <summary>One connection of a scripted device.</summary>
internal sealed class DeviceLine(Socket socket, ConcurrentQueue<string> heads) : IDisposable
{
    private readonly TaskCompletionSource<long> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] buffer = new byte[64 * 1024];
    private int used;

    /// <summary>When the other side was seen to be gone, in ticks of the stopwatch.</summary>
    public Task<long> Closed => closed.Task;

    public long BytesRead { get; private set; }

    /// <summary>The next request's head, Latin-1; null at the end of the connection.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        while (true)
        {
            var end = buffer.AsSpan(0, used).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = Encoding.Latin1.GetString(buffer, 0, end + 4);
                Consume(end + 4);
                heads.Enqueue(head);
                return head;
            }
            if (!await FillAsync())
                return null;
        }
    }

    public async Task<byte[]> ReadBodyAsync(int length)
    {
        var body = new MemoryStream();
        while (body.Length < length)
        {
            if (used == 0 && !await FillAsync())
                break;
            var count = (int)Math.Min(used, length - body.Length);
            body.Write(buffer, 0, count);
            Consume(count);
        }
        return body.ToArray();
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
    }

    /// <summary>Reads on and throws away until the other side has gone.</summary>
    public async Task UntilClosedAsync()
    {
        used = 0;
        while (await FillAsync())
            used = 0;
    }

    /// <summary>Takes a WebSocket handshake (RFC 6455 section 4.2.2).</summary>
    public Task AcceptSocketAsync(string head)
    {
        var key = head.Split("\r\n").First(one => one.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':', 2)[1].Trim();
#pragma warning disable CA5350 // The handshake's own hash.
        var accept = Convert.ToBase64String(System.Security.Cryptography.SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        return WriteAsync($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
    }

    /// <summary>Sends back whatever comes.</summary>
    public async Task EchoAsync()
    {
        while (used > 0 || await FillAsync())
        {
            var count = used;
            var copy = buffer.AsMemory(0, count).ToArray();
            Consume(count);
            await WriteAsync(copy);
        }
    }

    public void MarkClosed() => closed.TrySetResult(Stopwatch.GetTimestamp());

    public void Dispose() => socket.Dispose();

    private async Task<bool> FillAsync()
    {
        try
        {
            var count = used == buffer.Length ? throw new IOException("too much at once") : await socket.ReceiveAsync(buffer.AsMemory(used), SocketFlags.None);
            used += count;
            BytesRead += count;
            if (count > 0)
                return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset: gone all the same.
        }
        MarkClosed();
        return false;
    }

    private void Consume(int count)
    {
        buffer.AsSpan(count, used - count).CopyTo(buffer);
        used -= count;
    }
}
