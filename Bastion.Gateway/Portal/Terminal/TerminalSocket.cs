using System.Net.WebSockets;
using System.Text.Json;
using Bastion.Gateway.SshBroker.Terminals;

namespace Bastion.Gateway.Portal.Terminal;

/// <summary>
/// One browser terminal over one WebSocket: binary messages are bytes of the terminal in both directions, text messages are
/// <see cref="ClientWord"/> and <see cref="ServerWord"/>. One task reads the browser and never waits for the session, one feeds the session what was typed,
/// one shows what the session says; what may be in flight each way is a window that the other side gives back.
/// </summary>
internal sealed class TerminalSocket(WebSocket socket, TerminalSpeech speech) : IDisposable
{
    public const string Protocol = "bastion.terminal.v1";
    private const int InputChunk = 16 * 1024;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly OutputCredit credit = new();
    private readonly InputQueue input = new();
    private readonly byte[] received = new byte[InputChunk];
    private readonly SemaphoreSlim sending = new(1, 1);

    /// <summary>Reads the first message, which must say how large the terminal is. Null: not our protocol.</summary>
    public async Task<ClientWord?> GreetAsync(CancellationToken cancel)
    {
        try
        {
            var (kind, word) = await ReceiveAsync(cancel);
            return kind == WebSocketMessageType.Text && ClientWord.Read(word) is { Kind: ClientWordKind.Start } start ? start : null;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return null;
        }
    }

    public async Task RefuseAsync(TerminalOpening opening, CancellationToken cancel)
    {
        await SendAsync(speech.Refused(opening), cancel);
        await CloseAsync(WebSocketCloseStatus.NormalClosure);
    }

    public Task RejectAsync() => CloseAsync(WebSocketCloseStatus.ProtocolError);

    /// <summary>Runs until the session is over or the browser is gone; the terminal is told which.</summary>
    public async Task RunAsync(ITerminal terminal, CancellationToken aborted)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        await SendAsync(speech.Open(terminal.Facts), over.Token);
        var listening = ListenAsync(terminal, over.Token);
        var showing = ShowAsync(terminal, over.Token);
        var feeding = FeedAsync(terminal, over.Token);
        if (await Task.WhenAny(listening, showing) == showing && await Quiet(showing) == Farewell.Over)
        {
            // A cancelled receive would abort the socket: the browser gets the time to say goodbye first.
            await CloseOutputAsync();
            await Task.WhenAny(listening, Task.Delay(Goodbye, aborted));
        }

        var misspoke = listening.IsCompleted && await Quiet(listening) == Farewell.Misspoke;
        if (misspoke)
        {
            await CloseAsync(WebSocketCloseStatus.ProtocolError);
        }

        await over.CancelAsync();
        await Quiet(listening);
        await Quiet(showing);
        await Quiet(feeding);
        await CloseAsync(WebSocketCloseStatus.NormalClosure);
    }

    public void Dispose() => sending.Dispose();

    private async Task<Farewell> ListenAsync(ITerminal terminal, CancellationToken cancel)
    {
        while (true)
        {
            var (kind, bytes) = await ReceiveAsync(cancel);
            switch (kind)
            {
                case WebSocketMessageType.Close:
                    return Farewell.Gone;
                case WebSocketMessageType.Binary when input.TryType(bytes.Span):
                    break;
                case WebSocketMessageType.Binary:
                    return Farewell.Misspoke;
                default:
                    switch (ClientWord.Read(bytes))
                    {
                        case { Kind: ClientWordKind.Ack } ack when credit.TryDrawn(ack.Bytes):
                            break;
                        case { Kind: ClientWordKind.Size } size:
                            input.Resize(size.Columns, size.Rows);
                            break;
                        case { Kind: ClientWordKind.Leave }:
                            terminal.Leave();
                            break;
                        default:
                            return Farewell.Misspoke;
                    }

                    break;
            }
        }
    }

    private async Task<Farewell> FeedAsync(ITerminal terminal, CancellationToken cancel)
    {
        while (true)
        {
            var (size, bytes) = await input.TakeAsync(cancel);
            if (size is { } cells)
                await terminal.ResizeAsync(cells.Columns, cells.Rows, cancel);
            if (bytes.Length == 0)
                continue;
            await terminal.TypeAsync(bytes, cancel);
            input.Taken(bytes.Length);
            await SendAsync(new ServerWord("took", Bytes: bytes.Length), cancel);
        }
    }

    private async Task<Farewell> ShowAsync(ITerminal terminal, CancellationToken cancel)
    {
        while (true)
        {
            await credit.WaitAsync(cancel);
            switch (await terminal.ReadAsync(cancel))
            {
                case TerminalOutput output:
                    credit.Sent(output.Bytes.Length);
                    await SendAsync(output.Bytes, WebSocketMessageType.Binary, cancel);
                    break;
                case TerminalEnded ended:
                    await SendAsync(speech.Ended(ended), cancel);
                    return Farewell.Over;
                case { } other when speech.Of(other) is { } word:
                    await SendAsync(word, cancel);
                    break;
            }
        }
    }

    /// <summary>One message, or one piece of a long binary one: typed bytes need no boundaries. A text message that is too long comes back empty.</summary>
    private async ValueTask<(WebSocketMessageType Kind, ReadOnlyMemory<byte> Bytes)> ReceiveAsync(CancellationToken cancel)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(received.AsMemory(length), cancel);
            length += part.Count;
            if (part.MessageType != WebSocketMessageType.Text || part.EndOfMessage)
            {
                return (part.MessageType, received.AsMemory(0, length));
            }

            if (length > ClientWord.Longest)
            {
                return (WebSocketMessageType.Text, default);
            }
        }
    }

    private ValueTask SendAsync(ServerWord word, CancellationToken cancel) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(word, ServerWordJson.Default.ServerWord), WebSocketMessageType.Text, cancel);

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

    private Task CloseAsync(WebSocketCloseStatus status) => CloseAsync(soon => socket.CloseAsync(status, null, soon));

    private Task CloseOutputAsync() => CloseAsync(soon => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, soon));

    private async Task CloseAsync(Func<CancellationToken, Task> close)
    {
        using var soon = new CancellationTokenSource(Goodbye);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await close(soon.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    private static async Task<Farewell> Quiet(Task<Farewell> task)
    {
        try
        {
            return await task;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            return Farewell.Gone;
        }
    }

    private enum Farewell
    {
        Over,
        Gone,
        Misspoke,
    }
}
