using System.Net.WebSockets;
using System.Text.Json;
using Bastion.Hosting.Theme.Bundles;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bastion.Recorder.Tests.Playback.Desktop;

/// <summary>The smallest page that plays: the product's own client, and a socket that leads to Recorder as Admin's does.</summary>
internal sealed class PlayerPage : IAsyncDisposable
{
    private const string Html = """
        <!DOCTYPE html><canvas id="canvas" width="1" height="1"></canvas><script type="module">
        import { RemoteDesktop } from "/assets/remote-desktop.js";
        const canvas = document.querySelector("#canvas");
        globalThis.words = [];
        globalThis.pixel = (x, y) => { const copy = document.createElement("canvas"); copy.width = canvas.width; copy.height = canvas.height; const c = copy.getContext("2d"); c.drawImage(canvas, 0, 0); return [...c.getImageData(x, y, 1, 1).data].slice(0, 3).join(","); };
        globalThis.desktop = new RemoteDesktop(canvas);
        globalThis.opened = globalThis.desktop.connect({ url: "/line", protocols: ["bastion.replay.v1"], width: 800, height: 600, hear: word => globalThis.words.push(word), over: reason => { globalThis.over = reason || "over"; } }).then(() => { globalThis.ready = true; }, error => { globalThis.over = String(error?.backtrace?.() ?? error); });
        </script>
        """;

    private readonly WebApplication app;

    private PlayerPage(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    public static async Task<PlayerPage> StartAsync(Bastion.Recorder.Contracts.Evidence.EvidenceClient evidence, PlayStart start)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseWebSockets();
        var assets = AssetBundle.Of(typeof(AssetBundle).Assembly);
        app.MapGet("/", () => Results.Content(Html, "text/html"));
        app.MapGet("/assets/{**name}", (string name) => assets.Find(name) is { } file ? Results.Bytes(file.Plain, file.ContentType) : Results.NotFound());
        app.Map("/line", async (HttpContext http) =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync("bastion.replay.v1");
            await LinkAsync(socket, evidence, start, http.RequestAborted);
        });
        await app.StartAsync();
        return new PlayerPage(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static async Task LinkAsync(WebSocket socket, Bastion.Recorder.Contracts.Evidence.EvidenceClient evidence, PlayStart start, CancellationToken cancel)
    {
        using var call = evidence.PlayDesktop(cancellationToken: cancel);
        await call.RequestStream.WriteAsync(new PlayDesktopRequest { Start = start }, cancel);
        var down = Task.Run(async () =>
        {
            await foreach (var reply in call.ResponseStream.ReadAllAsync(cancel))
            {
                if (reply.PartCase == PlayDesktopReply.PartOneofCase.Data)
                    await socket.SendAsync(reply.Data.Memory, WebSocketMessageType.Binary, true, cancel);
                else
                    await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize<JsonElement>(JsonFormatter.Default.Format(reply))), WebSocketMessageType.Text, true, cancel);
            }
        }, cancel);
        var buffer = new byte[64 << 10];
        try
        {
            while (await socket.ReceiveAsync(buffer, cancel) is { MessageType: not WebSocketMessageType.Close } part)
            {
                await call.RequestStream.WriteAsync(part.MessageType == WebSocketMessageType.Binary
                    ? new PlayDesktopRequest { Data = ByteString.CopyFrom(buffer.AsSpan(0, part.Count)) }
                    : new PlayDesktopRequest { Command = JsonParser.Default.Parse<PlayCommand>(System.Text.Encoding.UTF8.GetString(buffer, 0, part.Count)) }, cancel);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or RpcException)
        {
            // The page was closed.
        }

        call.Dispose();
        await down.ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
