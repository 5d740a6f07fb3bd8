using System.Net.WebSockets;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Admin.Web.Recordings.Desktops;

/// <summary>
/// Between the player in a browser and Recorder, which plays: binary messages are RDP and pass unread, text messages are words. Admin looks at neither picture nor protocol.
/// </summary>
internal sealed class DesktopLine(WebSocket socket, Evidence.EvidenceClient evidence)
{
    public const string Protocol = "bastion.replay.v1";
    private const int Chunk = 16 * 1024;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly DesktopWords words = new();

    public async Task RunAsync(PlayStart start, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var call = evidence.PlayDesktop(cancellationToken: over.Token);
        await call.RequestStream.WriteAsync(new PlayDesktopRequest { Start = start }, over.Token);
        var up = ListenAsync(call.RequestStream, over.Token);
        var down = ShowAsync(call.ResponseStream, over.Token);
        await Task.WhenAny(up, down);
        if (down.IsCompleted)
            await CloseAsync();
        await over.CancelAsync();
        await Quiet(up);
        await Quiet(down);
        if (socket.State is not WebSocketState.Closed)
            socket.Abort();
    }

    private async Task ListenAsync(IClientStreamWriter<PlayDesktopRequest> requests, CancellationToken cancel)
    {
        var buffer = new byte[Chunk];
        using var text = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            if (part.MessageType == WebSocketMessageType.Binary)
            {
                await requests.WriteAsync(new PlayDesktopRequest { Data = ByteString.CopyFrom(buffer.AsSpan(0, part.Count)) }, cancel);
                continue;
            }

            if (text.Length + part.Count > DesktopCommand.Longest)
                return;
            text.Write(buffer.AsSpan(0, part.Count));
            if (!part.EndOfMessage)
                continue;
            if (DesktopCommand.Read(text.ToArray()) is not { } command)
                return;
            text.SetLength(0);
            await requests.WriteAsync(new PlayDesktopRequest { Command = command }, cancel);
        }
    }

    private async Task ShowAsync(IAsyncStreamReader<PlayDesktopReply> replies, CancellationToken cancel)
    {
        try
        {
            await foreach (var reply in replies.ReadAllAsync(cancel))
            {
                if (reply.PartCase == PlayDesktopReply.PartOneofCase.Data)
                    await socket.SendAsync(reply.Data.Memory, WebSocketMessageType.Binary, WebSocketMessageFlags.EndOfMessage, cancel);
                else if (words.Of(reply) is { } word)
                    await socket.SendAsync(word.AsMemory(), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, cancel);
            }
        }
        catch (RpcException) when (!cancel.IsCancellationRequested)
        {
            await socket.SendAsync(DesktopWords.Failed.AsMemory(), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, cancel);
        }
    }

    private async Task CloseAsync()
    {
        using var soon = new CancellationTokenSource(Goodbye);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, soon.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    private static async Task Quiet(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or RpcException or InvalidOperationException)
        {
            // One side is gone; the other is told by the end of the line.
        }
    }
}
