using System.Text;
using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Tests.HttpsBroker;

/// <summary>What a device that was taken over may answer, and what of it a browser gets to see.</summary>
public sealed class HostileDeviceTests
{
    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("http://evil.test")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    [InlineData("\\\\evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("https://127.0.0.1:1/")]
    [InlineData("http://user:x@127.0.0.1/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("https:evil.test")]
    [InlineData(" https://evil.test/")]
    public async Task Redirect_ToElsewhere_StopsAtAPageOfOurs(string location)
    {
        await using var bench = await WebBench.StartAsync(ScriptedDevice.Always($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"));

        var answer = await bench.GetAsync("/", "Accept: text/html\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("X-Bastion-Page: elsewhere", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Location:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("href", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/next?a=1", "/next?a=1")]
    [InlineData("next", "next")]
    [InlineData("?a=b:c", "?a=b:c")]
    [InlineData("http://127.0.0.1:{port}/x", "/x")]
    [InlineData("https://127.0.0.1/x?y", "/x?y")]
    [InlineData("http://127.0.0.1:{port}", "/")]
    public async Task Redirect_OnTheDevice_StaysOnTheSessionsHost(string location, string expected)
    {
        var port = 0;
        await using var device = new ScriptedDevice(async line =>
        {
            while (await line.ReadHeadAsync() is not null)
                await line.WriteAsync($"HTTP/1.1 302 Found\r\nLocation: {location.Replace("{port}", port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)}\r\nContent-Length: 0\r\n\r\n");
        });
        port = device.Port;
        await using var bench = await WebBench.StartAsync(device);

        Assert.Contains($"Location: {expected}\r\n", await bench.GetAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switch_OfProtocolsUnasked_IsNotPassedOn()
    {
        await using var bench = await WebBench.StartAsync(ScriptedDevice.Always("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nPOISON"));

        var answer = await bench.GetAsync("/");

        Assert.StartsWith("HTTP/1.1 502", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("POISON", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nPOISON")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 100\r\n\r\n2\r\nok\r\n0\r\n\r\nPOISON")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\nokPOISON")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: POISON=1\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: POISON=1\nContent-Length: 2\n\nok")]
    [InlineData("POISON\r\n\r\n")]
    [InlineData("HTTP/1.1 999999 x\r\n\r\nPOISON")]
    [InlineData("\0\0\0\0\r\n\r\nPOISON")]
    public async Task Answer_ThatIsBent_NeverSpillsIntoTheNext(string bent)
    {
        var first = true;
        await using var device = new ScriptedDevice(async line =>
        {
            while (await line.ReadHeadAsync() is not null)
            {
                await line.WriteAsync(first ? bent : ScriptedDevice.Page("clean"));
                first = false;
            }
        });
        await using var bench = await WebBench.StartAsync(device);

        await bench.GetAsync("/bent");
        var next = await bench.GetAsync("/next");

        Assert.EndsWith("clean", next, StringComparison.Ordinal);
        Assert.DoesNotContain("POISON", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_WithoutEnd_IsBounded()
    {
        await using var bench = await WebBench.StartAsync(new ScriptedDevice(async line =>
        {
            await line.ReadHeadAsync();
            await line.WriteAsync("HTTP/1.1 200 OK\r\n");
            while (true)
                await line.WriteAsync("X-Endless: " + new string('a', 1000) + "\r\n");
        }));

        Assert.StartsWith("HTTP/1.1 502", await bench.GetAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_ThatReachBeyondTheHost_AreStruckOut()
    {
        await using var bench = await WebBench.StartAsync(ScriptedDevice.Always(ScriptedDevice.Page("x",
            "Strict-Transport-Security: max-age=1\r\nAlt-Svc: h3=\":1\"\r\nNEL: {}\r\nReport-To: {}\r\nClear-Site-Data: \"*\"\r\nService-Worker-Allowed: /\r\nRefresh: 0;url=https://evil.test\r\n"
            + "Access-Control-Allow-Origin: *\r\nWWW-Authenticate: Basic realm=x\r\nCache-Control: public, max-age=1000\r\nLink: <https://evil.test>; rel=preload\r\n"
            + "Content-Security-Policy: default-src 'none'\r\nSet-Cookie: a=1; Domain=test; Path=/; HttpOnly\r\nSet-Cookie: __Host-bastion-app=x; Path=/; Secure\r\nSet-Cookie: __HOST-bastion-state=x\r\nSet-Cookie: =__Host-bastion-app=x\r\nSet-Cookie: __Host-bastion-app\r\n")));

        var answer = await bench.GetAsync("/");

        foreach (var gone in new[] { "Strict-Transport", "Alt-Svc", "NEL:", "Report-To", "Clear-Site-Data", "Service-Worker", "Refresh:", "Access-Control", "WWW-Authenticate", "Link:", "public", "Domain=", "bastion" })
            Assert.DoesNotContain(gone, answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Set-Cookie: a=1; Path=/; HttpOnly", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy: default-src 'none'", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy: default-src 'self' data:", answer, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-store", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_ThatWantsAPassword_IsAPageOfOurs()
    {
        await using var bench = await WebBench.StartAsync(
            ScriptedDevice.Always("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"),
            lease => lease.Endpoint.Http.Login = "basic",
            new Credential { Account = "svc", Password = "wrong-by-now" });

        var answer = await bench.GetAsync("/", "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n");

        Assert.Contains("X-Bastion-Page: login-refused", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("WWW-Authenticate", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_IsShownToTheDeviceAlone()
    {
        const string password = "Quiet-harbour-77";
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes("svc:" + password));
        await using var bench = await WebBench.StartAsync(ScriptedDevice.Always(ScriptedDevice.Page("in")), lease => lease.Endpoint.Http.Login = "basic", new Credential { Account = "svc", Password = password });

        var answer = await bench.GetAsync("/", "Authorization: Basic YnJvd3NlcjpvdGhlcg==\r\n");

        var head = Assert.Single(bench.Seen);
        Assert.Contains("Authorization: Basic " + token, head, StringComparison.Ordinal);
        Assert.DoesNotContain("YnJvd3Nlcjpvd", head, StringComparison.Ordinal);
        foreach (var place in new[] { answer, bench.Gateway.Recorder.Events })
        {
            Assert.DoesNotContain(token, place, StringComparison.Ordinal);
            Assert.DoesNotContain(password, place, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Download_NotGranted_IsAPageOfOurs()
    {
        await using var bench = await WebBench.StartAsync(
            ScriptedDevice.Always("HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 4\r\n\r\nPK\x3\x4"),
            lease => lease.Controls = new LeaseControls { MaxSessions = 1 });

        var answer = await bench.GetAsync("/export", "Accept: text/html\r\n");

        Assert.Contains("X-Bastion-Page: download", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("PK\x3", answer, StringComparison.Ordinal);
    }
}
