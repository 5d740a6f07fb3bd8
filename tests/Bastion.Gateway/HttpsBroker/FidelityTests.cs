using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Recorder.Contracts;
using Bastion.Testing;

namespace Bastion.Gateway.Tests.HttpsBroker;

/// <summary>What passes, passes as it is; and what was delivered is what was recorded.</summary>
public sealed class FidelityTests
{
    [Theory]
    [InlineData("/a%2Fb")]
    [InlineData("/caf%E9")]
    [InlineData("/a|b[c]{d}\"e'")]
    [InlineData("/a/./b/../c//d")]
    [InlineData("/%2e%2e/%01?x=%0d%0a&y=a+b&&=;")]
    [InlineData("/?")]
    [InlineData("//x")]
    public async Task Target_ReachesTheDevice_ByteForByte(string target)
    {
        await using var bench = await WebBench.StartAsync(ScriptedDevice.Always(ScriptedDevice.Page("x")));

        Assert.StartsWith("HTTP/1.1 200", await bench.GetAsync(target), StringComparison.Ordinal);

        Assert.StartsWith($"GET {target} HTTP/1.1\r\n", Assert.Single(bench.Seen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_InLatin1_PassesBothWays()
    {
        await using var bench = await WebBench.StartAsync(ScriptedDevice.Always(ScriptedDevice.Page("x", "Content-Disposition: inline; filename=\"r\xe9sum\xe9.txt\"\r\n")));

        var answer = await bench.GetAsync("/", "X-Patient: L\u00e9a\r\n");

        Assert.Contains("filename=\"r\xe9sum\xe9.txt\"", answer, StringComparison.Ordinal);
        Assert.Contains("X-Patient: L\u00e9a", Assert.Single(bench.Seen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_OfHttp10_IsUnderstood()
    {
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            await line.ReadHeadAsync();
            await line.WriteAsync("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nold and closed");
        }));

        var answer = await bench.GetAsync("/");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("old and closed", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Bodies_LargerThanTheCap_PassWholeAndAreHashed(string version)
    {
        var up = RandomNumberGenerator.GetBytes(3_000_000);
        var down = RandomNumberGenerator.GetBytes(5_000_001);
        byte[] arrived = [];
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            while (await line.ReadHeadAsync() is not null)
            {
                arrived = await line.ReadBodyAsync(up.Length);
                await line.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {down.Length}\r\n\r\n");
                await line.WriteAsync(down);
            }
        }));
        using var client = bench.Browser(new Version(version));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/put") { Version = client.DefaultRequestVersion, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(up) };
        request.Headers.Add("Origin", bench.Origin);

        using var response = await client.SendAsync(request);
        var received = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(down.AsSpan().SequenceEqual(received) && up.AsSpan().SequenceEqual(arrived));
        var events = bench.Gateway.Recorder.Events;
        Assert.Contains($"\"bytes\":{down.Length},\"recorded\":", events, StringComparison.Ordinal);
        Assert.Contains($"\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(down))}\",\"end\":\"complete\"", events, StringComparison.Ordinal);
        Assert.Contains($"\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(up))}\",\"end\":\"complete\"", events, StringComparison.Ordinal);
        var recorded = bench.Gateway.Recorder.Bytes(Track.Output, 1);
        Assert.InRange(recorded.Length, 500_000, 1 << 20);
        Assert.True(down.AsSpan(0, recorded.Length).SequenceEqual(recorded));
    }

    [Fact]
    public async Task Upload_InChunks_PassesWhole()
    {
        var heads = new List<string>();
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            if (await line.ReadHeadAsync() is not { } head)
                return;
            heads.Add(head);
            heads.Add(Encoding.ASCII.GetString(await line.ReadBodyAsync("3\r\nabc\r\n0\r\n\r\n".Length)));
            await line.WriteAsync(ScriptedDevice.Page("took it"));
        }));

        var answer = await bench.AskAsync(bench.Request("POST", "/up", $"Origin: {bench.Origin}\r\nTransfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n");

        Assert.Contains("took it", answer, StringComparison.Ordinal);
        Assert.Equal("3\r\nabc\r\n0\r\n\r\n", heads[1]);
        Assert.Equal("abc", bench.Gateway.Recorder.Text(Track.Input, 1));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task WebSocket_OverEitherVersion_EchoesAndIsRecorded(string version)
    {
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            if (await line.ReadHeadAsync() is not { } head)
                return;
            await line.AcceptSocketAsync(head);
            // A server does not mask (RFC 6455 section 5.1): one frame of text.
            await line.WriteAsync(Frame("hello there"));
            await line.UntilClosedAsync();
        }));
        using var client = bench.Browser(new Version(version));
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = new Version(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.SetRequestHeader("Origin", bench.Origin);
        socket.Options.SetRequestHeader("Cookie", bench.Cookie);

        await socket.ConnectAsync(new Uri($"wss://{bench.Host}/ws"), new HttpMessageInvoker(Invoker()), CancellationToken.None);
        var buffer = new byte[100];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        await socket.SendAsync("typed"u8.ToArray().AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);

        Assert.Equal("hello there", Encoding.UTF8.GetString(buffer, 0, message.Count));
        await Eventually.True(() => bench.Gateway.Recorder.Bytes(Track.Input, 1).Length == 6 + 5, "the typed frame is recorded");
        Assert.Equal("\x81\x0bhello there", Encoding.Latin1.GetString(bench.Gateway.Recorder.Bytes(Track.Output, 1)));
        Assert.Contains("\"socket\":true", bench.Gateway.Recorder.Events, StringComparison.Ordinal);
        socket.Abort();

        SocketsHttpHandler Invoker() => new()
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var one = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                await one.ConnectAsync("127.0.0.1", bench.Port, cancellation);
                return new System.Net.Sockets.NetworkStream(one, ownsSocket: true);
            },
            SslOptions = new System.Net.Security.SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
        };
    }

    [Fact]
    public async Task Secrets_InQueryFormAndCookies_AreNotRecorded()
    {
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            while (await line.ReadHeadAsync() is { } head)
            {
                if (head.Contains("Content-Length: 3", StringComparison.Ordinal))
                    await line.ReadBodyAsync(30 + int.Parse(head.Split("Content-Length: 3")[1].Split("\r\n")[0], CultureInfo.InvariantCulture));
                await line.WriteAsync(ScriptedDevice.Page("x", "Set-Cookie: SID=hunter2-d; Path=/\r\n"));
            }
        }));
        const string form = "user=svc&password=hunter2-a&x=visible";
        await bench.AskAsync(bench.Request("POST", "/login?token=hunter2-b&page=1", $"Origin: {bench.Origin}\r\nX-Api-Key: hunter2-c\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n") + form);

        Assert.Contains("token=hunter2-b", Assert.Single(bench.Seen), StringComparison.Ordinal);
        var recorded = bench.Gateway.Recorder.Events + bench.Gateway.Recorder.Text(Track.Input, 1);
        Assert.DoesNotContain("hunter2", recorded, StringComparison.Ordinal);
        Assert.Contains("user=svc&password=[redacted]&x=visible", recorded, StringComparison.Ordinal);
        Assert.Contains("\"redacted\":true", recorded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorder_Silent_NothingPassesInEitherDirection()
    {
        await using var bench = await WebBench.StartAsync(ScriptedDevice.Always(ScriptedDevice.Page("secret of the device")));
        bench.Gateway.Recorder.Silent = true;

        var answer = await bench.GetAsync("/");

        Assert.DoesNotContain("secret of the device", answer, StringComparison.Ordinal);
        Assert.Empty(bench.Seen);
        Assert.Contains("X-Bastion-Page: ended", await bench.GetAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorder_FailsDuringADownload_NothingBeyondTheRecordedIsDelivered()
    {
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            await line.ReadHeadAsync();
            await line.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {1L << 30}\r\n\r\n");
            var watching = line.UntilClosedAsync();
            var number = 0;
            while (!watching.IsCompleted)
                await Task.WhenAny(line.WriteAsync(new string((char)('a' + number++ % 26), 8192)), watching);
        }));
        using var client = bench.Browser(HttpVersion.Version11);
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var delivered = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            for (var i = 0; ; i++)
            {
                if (i == 5)
                    bench.Gateway.Recorder.FailAll("storage");
                delivered.Write(buffer, 0, await body.ReadAsync(buffer));
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // Cut.
        }

        var recorded = bench.Gateway.Recorder.Bytes(Track.Output, 1);
        var shown = delivered.ToArray();
        Assert.True(shown.Length <= recorded.Length && recorded.AsSpan(0, Math.Min(shown.Length, 1 << 20)).SequenceEqual(shown.AsSpan(0, Math.Min(shown.Length, recorded.Length))), $"{shown.Length} delivered, {recorded.Length} recorded");
        Assert.True((await bench.GetAsync("/")).Contains("X-Bastion-Page: ended", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/status", true)]
    [InlineData("/status/now?x=1", true)]
    [InlineData("/statusx", false)]
    [InlineData("/status/../admin", false)]
    [InlineData("/status/%2e%2e/admin", false)]
    [InlineData("/status%2f..%2fadmin", false)]
    [InlineData("/status/%252e%252e/admin", false)]
    [InlineData("/status//admin", false)]
    [InlineData("/status/;/admin", false)]
    [InlineData("/status\\..\\admin", false)]
    [InlineData("/status/%5c..", false)]
    [InlineData("/status/%zz", false)]
    [InlineData("/admin", false)]
    [InlineData("/", false)]
    public void Paths_OfAGrant_AreReadInOneWay(string target, bool allowed) => Assert.Equal(allowed, PathRules.Allows(["/status"], target));

    [Fact]
    public async Task Freeze_HoldsWhatIsSentAndLetsTheAnswerCome()
    {
        var go = new TaskCompletionSource();
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            while (await line.ReadHeadAsync() is not null)
            {
                await go.Task;
                await line.WriteAsync(ScriptedDevice.Page("finished"));
            }
        }));
        var running = bench.GetAsync("/long");
        await Eventually.True(() => bench.Seen.Count == 1, "the request is running");
        await bench.Gateway.Admin.AcknowledgedAsync(new AdminOrder { Freeze = new Freeze { SessionId = bench.Session.Session.Id, Cause = "Staff", Text = "Wait" } });

        Assert.Contains("X-Bastion-Page: frozen", await bench.GetAsync("/new"), StringComparison.Ordinal);
        go.SetResult();
        Assert.Contains("finished", await running, StringComparison.Ordinal);
        Assert.Single(bench.Seen);

        await bench.Gateway.Admin.AcknowledgedAsync(new AdminOrder { Resume = new Resume { SessionId = bench.Session.Session.Id, Cause = "Staff" } });
        Assert.Contains("finished", await bench.GetAsync("/new"), StringComparison.Ordinal);
    }

    private static byte[] Frame(string text) => [0x81, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
