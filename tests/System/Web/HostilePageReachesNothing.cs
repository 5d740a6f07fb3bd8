using System.Net;
using System.Net.Sockets;
using System.Text;
using Bastion.Admin.Demo;
using Bastion.Hospitals;
using Bastion.Testing;

namespace Bastion.SystemTests.Web;

/// <summary>A device that was taken over serves a hostile page to a technician who is signed in to the portal, in a real browser.</summary>
#pragma warning disable CA1001 // xunit disposes it by DisposeAsync.
public sealed class HostilePageReachesNothing : WebTest
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource stop = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly TcpListener elsewhere = new(IPAddress.Loopback, 0);
    private readonly List<string> asked = [];

    protected override Task<DemoEndpoint> StartDevice()
    {
        listener.Start();
        elsewhere.Start();
        _ = ServeAsync();
        return Task.FromResult(new DemoEndpoint { Protocol = "Https", Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Http = new DemoHttp { Plain = true, Login = "None" } });
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await stop.CancelAsync();
        listener.Dispose();
        elsewhere.Dispose();
        stop.Dispose();
    }

    [PeerFact("chromium")]
    public async Task Page_OfATakenOverDevice_StaysOnItsHost()
    {
        var (page, portal, _) = await Opened();
        await page.WaitForSelectorAsync("#here");
        var portalUrl = Hospital.Files.PortalUrl.ToString();
        var other = ((IPEndPoint)elsewhere.LocalEndpoint).Port;

        async Task<string> Try(string script) => await page.EvaluateAsync<string>($"async () => {{ try {{ {script} }} catch (e) {{ return 'refused: ' + e.name }} }}");

        // Reading the portal, posting to it blindly, framing it.
        Assert.StartsWith("refused", await Try($"return await (await fetch('{portalUrl}interventions', {{ credentials: 'include' }})).text()"), StringComparison.Ordinal);
        Assert.StartsWith("refused", await Try($"return String((await fetch('{portalUrl}sign-out', {{ method: 'POST', mode: 'no-cors', credentials: 'include' }})).type)"), StringComparison.Ordinal);
        Assert.Equal("nothing", await Try($"const f = document.createElement('iframe'); f.src = '{portalUrl}'; document.body.append(f); await new Promise(r => {{ f.onload = r; f.onerror = r; setTimeout(r, 2000) }}); try {{ return f.contentDocument?.body?.innerText || 'nothing' }} catch {{ return 'nothing' }}"));
        // Anywhere else on the network, by script, picture, socket.
        Assert.StartsWith("refused", await Try($"return String((await fetch('http://127.0.0.1:{other}/', {{ mode: 'no-cors' }})).type)"), StringComparison.Ordinal);
        Assert.Equal("error", await Try($"const i = new Image(); const p = new Promise(r => {{ i.onload = () => r('loaded'); i.onerror = () => r('error') }}); i.src = 'http://127.0.0.1:{other}/x.png'; return await p"));
        Assert.Equal("error", await Try($"const s = new WebSocket('ws://127.0.0.1:{other}/'); return await new Promise(r => {{ s.onopen = () => r('open'); s.onerror = () => r('error') }})"));
        Assert.Equal("error", await Try($"const s = new WebSocket('{portalUrl.Replace("https", "wss", StringComparison.Ordinal)}terminal/line'); return await new Promise(r => {{ s.onopen = () => r('open'); s.onerror = () => r('error') }})"));
        // Cookies for the portal, for all sessions, and of our names; a bomb of them.
        await page.EvaluateAsync($"() => {{ for (const d of ['{HospitalFiles.AppDomain}', 'localhost', '{HospitalFiles.PortalName}']) {{ document.cookie = 'tossed=1; domain=' + d + '; path=/'; for (let i = 0; i < 40; i++) document.cookie = 'bomb' + i + '=' + 'x'.repeat(4000) + '; domain=' + d + '; path=/'; }} document.cookie = '__Host-portal=evil; domain={HospitalFiles.AppDomain}; path=/; secure'; }}");
        // The devices' own domain takes them unless it is a public suffix (SECURITY.md): they stay below it, and none takes a name of ours.
        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie =>
            cookie.Value == "evil" || ((cookie.Name == "tossed" || cookie.Name.StartsWith("bomb", StringComparison.Ordinal)) && cookie.Domain != "." + HospitalFiles.AppDomain));
        Assert.DoesNotContain("bastion", await Try("return document.cookie"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("null", await Try("return String(window.opener)"));

        // The portal is as it was, and nobody else was spoken to.
        await portal.ReloadAsync();
        Assert.Contains("Sami Belkacem", await portal.InnerTextAsync("body"), StringComparison.Ordinal);
        Assert.False(elsewhere.Pending());
        lock (asked)
            Assert.All(asked, head => Assert.DoesNotContain("bastion", head.Split("Cookie:").Skip(1).FirstOrDefault() ?? "", StringComparison.OrdinalIgnoreCase));
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = AnswerAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[16 * 1024];
            try
            {
                while (await stream.ReadAsync(buffer, stop.Token) is var count and > 0)
                {
                    lock (asked)
                        asked.Add(Encoding.Latin1.GetString(buffer, 0, count));
                    const string body = "<!doctype html><title>device</title><p id=here>device</p>";
                    await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {body.Length}\r\n\r\n{body}"), stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The browser's side has gone.
            }
        }
    }
}
