using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Bastion.Gateway.Portal.Terminal;
using Bastion.Rdp.RdCleanPath;

namespace Bastion.Gateway.Portal.Desktop;

/// <summary>
/// One browser desktop over one WebSocket: binary messages are RDP in both directions, text messages are <see cref="DesktopWord"/> and <see cref="ServerWord"/>.
/// As a stream it is the RDP part alone; each write is one message. Words wait in a queue of their own, so that whoever says one never waits for the browser.
/// </summary>
internal sealed class DesktopSocket : Stream
{
    public const string Protocol = "bastion.desktop.v1";

    // What a session says is short and seldom; a browser that takes none of it is not worth more.
    private const int MaxWords = 256;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly WebSocket socket;
    private readonly Channel<ServerWord> words = Channel.CreateBounded<ServerWord>(new BoundedChannelOptions(MaxWords) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly SemaphoreSlim receiving = new(1, 1);
    private readonly byte[] text = new byte[DesktopWord.Longest];
    private readonly Task telling;
    private int textLength;
    private bool over;

    public DesktopSocket(WebSocket socket)
    {
        this.socket = socket;
        telling = TellAsync();
    }

    /// <summary>Called when the technician leaves on purpose.</summary>
    public Action? Left { get; set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first message, which must be a start. Null: not our protocol.</summary>
    public async Task<DesktopWord?> GreetAsync(CancellationToken cancel)
    {
        try
        {
            var length = 0;
            while (true)
            {
                var part = await socket.ReceiveAsync(text.AsMemory(length), cancel);
                length += part.Count;
                if (part.MessageType != WebSocketMessageType.Text || (!part.EndOfMessage && length == text.Length))
                    return null;
                if (part.EndOfMessage)
                    return DesktopWord.Read(text.AsMemory(0, length)) is { IsLeave: false } start ? start : null;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The RDCleanPath request that starts the RDP part; null when it is none.</summary>
    public async Task<RdCleanPathRequest?> ReadRequestAsync(CancellationToken cancel)
    {
        var bytes = new byte[RdCleanPathLimits.LongestMessage];
        var length = 0;
        while (true)
        {
            var whole = RdCleanPathFraming.LengthOf(bytes.AsSpan(0, length));
            if (whole < 0 || (whole > 0 && length > whole))
                return null;
            if (whole > 0 && length == whole)
                return RdCleanPathRequest.TryRead(bytes.AsSpan(0, whole), out var request) ? request : null;
            var read = await ReadAsync(bytes.AsMemory(length), cancel);
            if (read == 0)
                return null;
            length += read;
        }
    }

    /// <summary>Says something to the page; never waits.</summary>
    public void Say(ServerWord word) => words.Writer.TryWrite(word);

    /// <summary>Says what there is to say, then goodbye.</summary>
    public async Task FinishAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure)
    {
        words.Writer.TryComplete();
        using var soon = new CancellationTokenSource(Goodbye);
        try
        {
            await telling.WaitAsync(soon.Token);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, null, soon.Token);
            var rest = new byte[4096];
            while (socket.State is WebSocketState.CloseSent && (await ReceiveAsync(rest, soon.Token)).MessageType != WebSocketMessageType.Close)
            {
                // What the browser sent before it heard.
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }

    /// <summary>Nobody reads or writes afterwards: a browser that does not answer the goodbye is cut off.</summary>
    public override async ValueTask DisposeAsync()
    {
        await FinishAsync();
        await base.DisposeAsync();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!over && !buffer.IsEmpty)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await ReceiveAsync(buffer, cancellationToken);
            }
            catch (WebSocketException lost)
            {
                throw new IOException("The browser is gone.", lost);
            }

            if (part.MessageType == WebSocketMessageType.Binary && part.Count > 0)
                return part.Count;
            if (part.MessageType == WebSocketMessageType.Close || (part.MessageType == WebSocketMessageType.Text && !Hear(buffer.Span[..part.Count], part.EndOfMessage)))
                over = true;
        }

        return 0;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await SendAsync(buffer, WebSocketMessageType.Binary, cancellationToken);
        }
        catch (WebSocketException lost)
        {
            throw new IOException("The browser is gone.", lost);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Every write is sent at once.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // A word may come in pieces; one that is too long or none of ours ends the line.
    private bool Hear(ReadOnlySpan<byte> piece, bool whole)
    {
        if (piece.Length > text.Length - textLength)
            return false;
        piece.CopyTo(text.AsSpan(textLength));
        textLength += piece.Length;
        if (!whole)
            return true;
        var word = DesktopWord.Read(text.AsMemory(0, textLength));
        textLength = 0;
        if (word is not { IsLeave: true })
            return false;
        Left?.Invoke();
        return true;
    }

    private async Task TellAsync()
    {
        try
        {
            await foreach (var word in words.Reader.ReadAllAsync())
                await SendAsync(JsonSerializer.SerializeToUtf8Bytes(word, ServerWordJson.Default.ServerWord), WebSocketMessageType.Text, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser is gone; the reading side says so.
        }
    }

    // The goodbye reads too, when the session does not.
    private async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        await receiving.WaitAsync(cancel);
        try
        {
            return await socket.ReceiveAsync(buffer, cancel);
        }
        finally
        {
            receiving.Release();
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType kind, CancellationToken cancel)
    {
        await sending.WaitAsync(cancel);
        try
        {
            await socket.SendAsync(bytes, kind, WebSocketMessageFlags.EndOfMessage, cancel);
        }
        finally
        {
            sending.Release();
        }
    }
}
