using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;

namespace Bastion.Benchmarks;

/// <summary>Messages of 1 KiB there and back over sockets of a page, one at a time on each: by haproxy, the forwarder alone and Bastion, interleaved.</summary>
internal static class SocketEcho
{
    private const int Sockets = 16;
    private const int MessageBytes = 1024;

    public static async Task CompareAsync(IReadOnlyList<WebRoute> routes, Func<HttpMessageInvoker> client, int rounds, TimeSpan length, TextWriter writer)
    {
        var cpu = routes.ToDictionary(route => route.Name, _ => new Samples());
        var rate = routes.ToDictionary(route => route.Name, _ => new Samples());
        foreach (var route in routes)
            await LoadAsync(route, client, TimeSpan.FromSeconds(1));
        for (var round = 0; round < rounds; round++)
            foreach (var route in round % 2 == 0 ? routes : routes.Reverse())
            {
                var before = route.Cpu();
                var (messages, seconds) = await LoadAsync(route, client, length);
                cpu[route.Name].Add((route.Cpu() - before) * 1e6 / messages);
                rate[route.Name].Add(messages / seconds);
            }
        await writer.WriteLineAsync($"\n| socket echo, {Sockets} sockets, {MessageBytes} bytes | CPU µs/message | messages/s | rate against YARP alone |\n|---|---|---|---|");
        foreach (var route in routes)
            await writer.WriteLineAsync($"| {route.Name} | {cpu[route.Name].Show("0")} | {rate[route.Name].Show("0")} | {(rate[route.Name].Median / rate["YARP alone"].Median).ToString("0.00", CultureInfo.InvariantCulture)} |");
    }

    private static async Task<(long Messages, double Seconds)> LoadAsync(WebRoute route, Func<HttpMessageInvoker> client, TimeSpan length)
    {
        using var invoker = client();
        var sockets = await Task.WhenAll(Enumerable.Range(0, Sockets).Select(_ => OpenAsync(route, invoker)));
        long messages = 0;
        using var over = new CancellationTokenSource(length);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(sockets.Select(async socket =>
        {
            var (said, heard) = (new byte[MessageBytes], new byte[MessageBytes]);
            while (!over.IsCancellationRequested)
            {
                await socket.SendAsync(said.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
                for (var end = false; !end;)
                    end = (await socket.ReceiveAsync(heard.AsMemory(), CancellationToken.None)).EndOfMessage;
                Interlocked.Increment(ref messages);
            }
        }));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (var socket in sockets)
            socket.Dispose();
        return (messages, seconds);
    }

    private static async Task<ClientWebSocket> OpenAsync(WebRoute route, HttpMessageInvoker invoker)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", route.Base.GetLeftPart(UriPartial.Authority));
        if (route.Cookie.Length > 0)
            socket.Options.SetRequestHeader("Cookie", route.Cookie);
        await socket.ConnectAsync(new UriBuilder(route.Base) { Scheme = "wss", Path = "/echo" }.Uri, invoker, CancellationToken.None);
        return socket;
    }
}
