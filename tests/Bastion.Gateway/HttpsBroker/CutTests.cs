using System.Diagnostics;
using System.Net;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Testing;
using Xunit.Abstractions;

namespace Bastion.Gateway.Tests.HttpsBroker;

/// <summary>
/// The end of a session in every shape that traffic may have at that instant: the device's connection is gone at once, whoever waits for a page
/// gets ours, and the next request does too.
/// </summary>
public sealed class CutTests(ITestOutputHelper output)
{
    private static readonly byte[] Block = new byte[64 * 1024];

    [Theory]
    [InlineData("h1 download, read")]
    [InlineData("h1 download, stalled")]
    [InlineData("h1 events, ticking")]
    [InlineData("h1 events, silent")]
    [InlineData("h1 waiting for the answer")]
    [InlineData("h1 upload")]
    [InlineData("h2 download, read")]
    [InlineData("h2 download, stalled")]
    [InlineData("h2 events, silent")]
    [InlineData("socket, silent")]
    [InlineData("socket, busy")]
    [InlineData("socket, flooded and stalled")]
    public async Task Session_Revoked_ClosesTheDeviceAndShowsOurPage(string shape)
    {
        var under = new TaskCompletionSource<DeviceLine>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(line => ServeAsync(line, shape, under)));
        using var client = bench.Browser(shape.StartsWith("h2", StringComparison.Ordinal) ? HttpVersion.Version20 : HttpVersion.Version11);
        using var gone = new CancellationTokenSource();
        await using var raw = shape.StartsWith("socket", StringComparison.Ordinal) ? await bench.ConnectAsync() : null;
        var switched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = raw is null ? AskAsync(bench, client, shape, gone.Token) : TalkAsync(bench, raw, shape, switched);
        var line = await under.Task.Within("the device to be busy");
        if (raw is not null)
            await (await Task.WhenAny(switched.Task, asking)).Within("the browser's socket to be open");

        var order = new AdminOrder { End = new End { SessionId = bench.Session.Session.Id, Reason = "StaffRevoked", Text = "Needed" } };
        var from = Stopwatch.GetTimestamp();
        var report = await bench.Gateway.Admin.AcknowledgedAsync(order);
        var at = await line.Closed.Within("the device's connection to close");

        output.WriteLine($"{shape}: device closed after {Stopwatch.GetElapsedTime(from, at).TotalMilliseconds:0.0} ms, last byte {report.LastByteMicros} µs");
        var said = await asking.Within("the browser to be told");
        if (shape is "h1 waiting for the answer" or "h1 upload")
            Assert.Equal("ended", said);
        using var next = await client.GetAsync(new Uri("/next", UriKind.Relative));
        Assert.Equal((HttpStatusCode.Gone, "ended"), (next.StatusCode, next.Headers.GetValues("X-Bastion-Page").Single()));
        Assert.Equal("StaffRevoked", Assert.Single(bench.Gateway.Recorder.Seals));
    }

    private static async Task ServeAsync(DeviceLine line, string shape, TaskCompletionSource<DeviceLine> under)
    {
        if (await line.ReadHeadAsync() is not { } head)
            return;
        if (shape.Contains("download", StringComparison.Ordinal))
        {
            await line.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {1L << 40}\r\n\r\n");
            // Both directions are watched: a device that only writes would learn late.
            var watching = line.UntilClosedAsync();
            for (var i = 0; !watching.IsCompleted; i++)
            {
                if (i == 16)
                    under.TrySetResult(line);
                await Task.WhenAny(line.WriteAsync(Block), watching);
                if (i > 8 && shape.Contains("stalled", StringComparison.Ordinal))
                    under.TrySetResult(line);
            }
            await watching;
        }
        else if (shape.Contains("events", StringComparison.Ordinal))
        {
            await line.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n6\r\ndata:1\r\n");
            var watching = line.UntilClosedAsync();
            if (shape.Contains("ticking", StringComparison.Ordinal))
            {
                using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
                while (!watching.IsCompleted)
                {
                    await line.WriteAsync("6\r\ndata:2\r\n");
                    under.TrySetResult(line);
                    await Task.WhenAny(tick.WaitForNextTickAsync().AsTask(), watching);
                }
            }
            under.TrySetResult(line);
            await watching;
        }
        else if (shape.Contains("socket", StringComparison.Ordinal))
        {
            await line.AcceptSocketAsync(head);
            under.TrySetResult(line);
            if (shape.Contains("busy", StringComparison.Ordinal))
                await line.EchoAsync();
            var watching = line.UntilClosedAsync();
            while (shape.Contains("flooded", StringComparison.Ordinal) && !watching.IsCompleted)
                await Task.WhenAny(line.WriteAsync(Block), watching);
            await watching;
        }
        else
        {
            under.TrySetResult(line);
            await line.UntilClosedAsync();
        }
    }

    /// <summary>The key of the page that came, or what happened instead.</summary>
    private static async Task<string> AskAsync(WebBench bench, HttpClient client, string shape, CancellationToken gone)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/busy") { Version = client.DefaultRequestVersion, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (shape.Contains("events", StringComparison.Ordinal))
            request.Headers.Add("Accept", "text/event-stream");
        if (shape.Contains("upload", StringComparison.Ordinal))
        {
            request.Method = HttpMethod.Post;
            request.Headers.Add("Origin", bench.Origin);
            request.Content = new StreamContent(new EndlessStream());
        }
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone);
            if (response.Headers.TryGetValues("X-Bastion-Page", out var page))
                return page.Single();
            if (shape.Contains("stalled", StringComparison.Ordinal))
                await bench.Session.Session.Ended;
            await response.Content.CopyToAsync(Stream.Null, gone);
            return "whole";
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The page may come while the upload is still being written; then the client gives the write's error instead.
            return shape.Contains("upload", StringComparison.Ordinal) ? "ended" : "cut";
        }
    }

    private static async Task<string> TalkAsync(WebBench bench, Stream line, string shape, TaskCompletionSource switched)
    {
        await line.WriteAsync(Encoding.Latin1.GetBytes(bench.Request(
            "GET", "/ws", $"Origin: {bench.Origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")));
        Assert.StartsWith("HTTP/1.1 101", await WebBench.ReadAnswerAsync(line), StringComparison.Ordinal);
        switched.SetResult();
        var buffer = new byte[4096];
        try
        {
            while (!bench.Session.Session.Current.IsOver)
            {
                if (shape.Contains("busy", StringComparison.Ordinal))
                    await line.WriteAsync(buffer.AsMemory(0, 100));
                if (shape.Contains("stalled", StringComparison.Ordinal))
                    await bench.Session.Session.Ended;
                else if (await line.ReadAsync(buffer) == 0)
                    break;
            }
        }
        catch (IOException)
        {
            // Cut.
        }
        return "cut";
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
