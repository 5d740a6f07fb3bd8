using Bastion.Admin.Contracts;
using Bastion.Gateway.HttpsBroker.Front;

namespace Bastion.Gateway.Tests.HttpsBroker;

/// <summary>What another page, another browser or a program may try against a session's host. Nothing of it reaches the device.</summary>
public sealed class HostileBrowserTests : IAsyncLifetime
{
    private WebBench bench = null!;

    public async Task InitializeAsync() => bench = await WebBench.StartAsync(ScriptedDevice.Always(ScriptedDevice.Page("device")));

    public async Task DisposeAsync() => await bench.DisposeAsync();

    // RFC 9112 section 11.2 and the shapes that parsers have disagreed about: D1, D2, D3.
    public static TheoryData<string, string> Smuggling => new()
    {
        { "POST", "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde" },
        { "POST", "Content-Length: 3, 3\r\n\r\nabc" },
        { "POST", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "POST", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: x\r\n\r\n" },
        { "POST", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" },
        { "POST", "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n" },
        { "POST", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" },
        { "POST", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "POST", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" },
        { "POST", "Content-Length : 3\r\n\r\nabc" },
        { "POST", "X: a\r\n b\r\nContent-Length: 0\r\n\r\n" },
        { "POST", "X: a\rb\r\nContent-Length: 0\r\n\r\n" },
        { "POST", "X: a\0b\r\nContent-Length: 0\r\n\r\n" },
        { "POST", "Content-Length: -1\r\n\r\n" },
        { "POST", "Content-Length: 0x3\r\n\r\nabc" },
        { "GET", "Host: other.test\r\n\r\n" },
        { "GET", "Connection: Cookie\r\n\r\n" },
        { "GET", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n" },
        { "GET", "Upgrade: tls/1.0\r\nConnection: upgrade\r\n\r\n" },
        { "TRACE", "\r\n" },
        { "CONNECT", "\r\n" },
    };

    [Theory]
    [MemberData(nameof(Smuggling))]
    public async Task Request_ThatCouldBeReadInTwoWays_ReachesNoDevice(string method, string rest)
    {
        var answer = await bench.AskAsync($"{method} /victim HTTP/1.1\r\nHost: {bench.Host}\r\nCookie: {bench.Cookie}\r\nOrigin: {bench.Origin}\r\nSec-Fetch-Site: same-origin\r\n{rest}");

        Assert.Matches("^(HTTP/1.1 (4|501)|$)", answer);
        Assert.Empty(bench.Seen);
    }

    [Theory]
    [InlineData(";\n")]
    [InlineData(";a\nb=1")]
    [InlineData(";a=\"\n\"")]
    [InlineData(" \n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public async Task Chunk_WithALineEndInItsExtension_IsRefused(string extension)
    {
        var answer = await bench.AskAsync(
            bench.Request("POST", "/up", $"Origin: {bench.Origin}\r\nTransfer-Encoding: chunked\r\n") + $"3{extension}\r\nabc\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: {bench.Host}\r\nCookie: {bench.Cookie}\r\n\r\n");

        Assert.DoesNotMatch("^HTTP/1.1 200", answer);
        Assert.DoesNotContain(bench.Seen, head => head.Contains("smuggled", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET http://127.0.0.1:1/ HTTP/1.1")]
    [InlineData("GET http://other.test/ HTTP/1.1")]
    [InlineData("GET https://169.254.169.254/latest HTTP/1.1")]
    [InlineData("GET @127.0.0.1/ HTTP/1.1")]
    [InlineData("GET //127.0.0.1:1@/ HTTP/0.9")]
    [InlineData("OPTIONS * HTTP/1.1")]
    public async Task Target_OfAnotherServer_IsNeverDialled(string line)
    {
        var answer = await bench.AskAsync($"{line}\r\nHost: {bench.Host}\r\nCookie: {bench.Cookie}\r\n\r\n");

        Assert.DoesNotMatch("^HTTP/1.1 2", answer);
        Assert.Empty(bench.Seen);
    }

    [Fact]
    public async Task Name_OfTheHandshakeAndOfTheRequest_MustBeOne()
    {
        Assert.StartsWith("HTTP/1.1 421", await bench.AskAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 421", await bench.AskAsync(bench.Request("GET", "/"), greeting: "localhost"), StringComparison.Ordinal);
        var other = WebAddress.Random(Peers.GatewayUnderTest.AppDomain).Host;
        Assert.StartsWith("HTTP/1.1 421", await bench.AskAsync(bench.Request("GET", "/"), greeting: other), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 421", await bench.AskAsync("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", greeting: "rebound.test"), StringComparison.Ordinal);
        Assert.Empty(bench.Seen);
    }

    [Fact]
    public async Task Host_ThatNoSessionHas_IsAPageWithoutAWord()
    {
        var other = WebAddress.Random(Peers.GatewayUnderTest.AppDomain).Host;

        var answer = await bench.AskAsync($"GET / HTTP/1.1\r\nHost: {other}\r\nAccept: text/html\r\n\r\n", greeting: other);

        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("ANA-01", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Origin: null\r\n")]
    [InlineData("Origin: https://evil.test\r\n")]
    [InlineData("Origin: https://{sibling}\r\n")]
    [InlineData("Origin: https://{host}.evil.test\r\n")]
    [InlineData("Origin: https://evil{host}\r\n")]
    [InlineData("Origin: http://{host}\r\n")]
    [InlineData("Origin: https://{name}\r\n")]
    [InlineData("Origin: https://{name}:1\r\n")]
    [InlineData("Origin: {origin}\r\nOrigin: https://evil.test\r\n")]
    public async Task WebSocket_OfAnotherOrigin_IsRefused(string origin)
    {
        var header = origin.Replace("{sibling}", WebAddress.Random(Peers.GatewayUnderTest.AppDomain).Host, StringComparison.Ordinal)
            .Replace("{host}", bench.Host, StringComparison.Ordinal).Replace("{name}", bench.Session.Address.Host, StringComparison.Ordinal).Replace("{origin}", bench.Origin, StringComparison.Ordinal);

        var answer = await bench.GetAsync("/ws", $"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{header}");

        Assert.Matches("^HTTP/1.1 40[03]", answer);
        Assert.Empty(bench.Seen);
        await Bastion.Testing.Eventually.True(() => bench.Gateway.Recorder.Events.Contains("\"refused\"", StringComparison.Ordinal), "the refusal is recorded");
    }

    [Theory]
    [InlineData("POST", "Origin: https://evil.test\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n")]
    [InlineData("POST", "Origin: https://evil.test\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n")]
    [InlineData("POST", "Sec-Fetch-Site: same-site\r\n")]
    [InlineData("POST", "Origin: null\r\n")]
    [InlineData("POST", "")]
    [InlineData("DELETE", "Origin: https://evil.test\r\n")]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n")]
    [InlineData("GET", "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\n")]
    [InlineData("GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n")]
    public async Task Request_OfAnotherPage_IsRefused(string method, string headers)
    {
        var answer = await bench.AskAsync(bench.Request(method, "/act", headers + (method == "GET" ? "" : "Content-Length: 0\r\n")));

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Empty(bench.Seen);
    }

    [Fact]
    public async Task Cookie_CopiedToAnotherAddress_OpensNothing()
    {
        var answer = await bench.AskAsync(bench.Request("GET", "/"), from: "127.0.0.2");

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Empty(bench.Seen);
        await Bastion.Testing.Eventually.True(() => bench.Gateway.Recorder.Journal.Any(entry => entry.Kind == "control.refused" && entry.Facts["name"] == "webSource"), "staff is told");
    }

    [Theory]
    [InlineData("")]
    [InlineData("__Host-bastion-app=AAAA")]
    [InlineData("__Host-bastion-app=")]
    [InlineData("__host-bastion-app={value}")]
    [InlineData("__Host-bastion-app={value}; __Host-bastion-app=AAAA")]
    public async Task Cookie_GuessedOrTossed_OpensNothing(string cookie)
    {
        var value = bench.Cookie.Split('=', 2)[1];

        var answer = await bench.AskAsync($"GET / HTTP/1.1\r\nHost: {bench.Host}\r\nCookie: {cookie.Replace("{value}", value, StringComparison.Ordinal)}\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n\r\n");

        Assert.Matches("^HTTP/1.1 40[01]", answer);
        Assert.Empty(bench.Seen);
    }

    [Fact]
    public async Task Entrance_StateAndCode_WorkOnceAndOnlyTogether()
    {
        var entrance = bench.Session.Entrance;
        var (mine, theirs) = (entrance.NewState()!, entrance.NewState()!);
        var code = entrance.NewCode(mine)!;
        Assert.Null(entrance.NewCode(mine));
        Assert.Null(entrance.NewCode("a state that this host never gave"));

        Assert.StartsWith("HTTP/1.1 403", await EnterAsync(code, theirs), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await EnterAsync(code, mine), StringComparison.Ordinal);
        var again = entrance.NewCode(theirs)!;
        Assert.StartsWith("HTTP/1.1 403", await EnterAsync(again, ""), StringComparison.Ordinal);
        Assert.Empty(bench.Seen);
        Assert.Contains("device", await bench.GetAsync("/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization: Basic c3ZjOnNlY3JldA==")]
    [InlineData("Proxy-Authorization: Basic c3ZjOnNlY3JldA==")]
    [InlineData("X-Forwarded-For: 10.0.0.1")]
    [InlineData("X-Forwarded-Host: evil.test")]
    [InlineData("x_forwarded_for: 10.0.0.1")]
    [InlineData("Forwarded: for=10.0.0.1")]
    [InlineData("X-Real-IP: 10.0.0.1")]
    [InlineData("X-Original-URL: /admin")]
    [InlineData("X-Rewrite-URL: /admin")]
    [InlineData("X-Remote-User: root")]
    [InlineData("Remote_User: root")]
    [InlineData("X-HTTP-Method-Override: DELETE")]
    [InlineData("X-Bastion-Technician: root")]
    [InlineData("X-Content-Length: 5")]
    public async Task Header_ThatSaysWhoSomebodyIs_DoesNotPass(string header)
    {
        await bench.GetAsync("/", header + "\r\n");

        Assert.DoesNotContain(header.Split(':')[0], string.Concat(bench.Seen), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Cookie_OfOurs_DoesNotReachTheDevice()
    {
        await bench.AskAsync($"GET / HTTP/1.1\r\nHost: {bench.Host}\r\nCookie: a=1; {bench.Cookie}; b=2\r\n\r\n");

        var head = Assert.Single(bench.Seen);
        Assert.Contains("Cookie: a=1; b=2", head, StringComparison.Ordinal);
        Assert.DoesNotContain("bastion", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"Host: 127.0.0.1:{bench.Device.Port}", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_OfATelediagnosis_ReadsOnly()
    {
        await using var reading = await WebBench.StartAsync(ScriptedDevice.Always(ScriptedDevice.Page("device")), lease => lease.Controls = new LeaseControls { WebReadOnly = true, MaxSessions = 1 });
        var own = $"Origin: {reading.Origin}\r\n";

        Assert.StartsWith("HTTP/1.1 200", await reading.GetAsync("/"), StringComparison.Ordinal);
        foreach (var method in new[] { "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND" })
            Assert.StartsWith("HTTP/1.1 403", await reading.AskAsync(reading.Request(method, "/", own + "Content-Length: 0\r\n")), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await reading.AskAsync(reading.Request("GET", "/", own + "Content-Length: 1\r\n") + "x"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await reading.GetAsync("/", own + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), StringComparison.Ordinal);
        Assert.Single(reading.Seen);
    }

    [Fact]
    public async Task Upload_NotGranted_ReachesNoDevice()
    {
        await using var plain = await WebBench.StartAsync(ScriptedDevice.Always(ScriptedDevice.Page("device")), lease => lease.Controls = new LeaseControls { WebSockets = true, MaxSessions = 1 });
        foreach (var type in new[] { "multipart/form-data; boundary=x", "application/octet-stream", "application/dicom", "image/png" })
            Assert.StartsWith("HTTP/1.1 403", await plain.AskAsync(plain.Request("POST", "/", $"Origin: {plain.Origin}\r\nContent-Type: {type}\r\nContent-Length: 1\r\n") + "x"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await plain.AskAsync(plain.Request("POST", "/", $"Origin: {plain.Origin}\r\nContent-Type: text/plain\r\nContent-Length: 300000\r\n")), StringComparison.Ordinal);
        Assert.Empty(plain.Seen);
    }

    private Task<string> EnterAsync(string code, string state) =>
        bench.AskAsync($"GET {WebDoorway.Enter}?code={code} HTTP/1.1\r\nHost: {bench.Host}\r\nCookie: {WebCookies.State}={state}\r\n\r\n");
}
