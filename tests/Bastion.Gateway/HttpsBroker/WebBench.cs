using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.HttpsBroker;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Gateway.Tests.Peers;
using Bastion.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Gateway.Tests.HttpsBroker;

/// <summary>A whole Gateway with one web session on a scripted device, and a browser's side that may send any bytes.</summary>
internal sealed class WebBench : IAsyncDisposable
{
    private WebBench(GatewayUnderTest gateway, ScriptedDevice device)
    {
        Gateway = gateway;
        Device = device;
    }

    public GatewayUnderTest Gateway { get; }

    public ScriptedDevice Device { get; }

    public WebSession Session { get; private set; } = null!;

    public string Cookie { get; private set; } = "";

    public int Port => Gateway.PortalPort;

    public string Host => $"{Session.Address.Host}:{Port}";

    public string Origin => "https://" + Host;

    /// <summary>Heads of requests that reached the device.</summary>
    public IReadOnlyCollection<string> Seen => Device.Heads;

    /// <param name="device">The device; disposed with the bench.</param>
    /// <param name="shape">Changes the lease.</param>
    /// <param name="credential">Null: the device wants none.</param>
    /// <param name="time">Null: the system's.</param>
    /// <param name="enter">Whether the browser comes in.</param>
    public static async Task<WebBench> StartAsync(ScriptedDevice device, Action<Lease>? shape = null, Credential? credential = null, TimeProvider? time = null, bool enter = true)
    {
        var bench = new WebBench(await GatewayUnderTest.StartAsync(time: time), device);
        bench.Gateway.Admin.Released = credential ?? new Credential { NoSignIn = true };
        bench.Gateway.Admin.Shape = lease =>
        {
            lease.Endpoint.Protocol = "https";
            lease.Endpoint.Host = "127.0.0.1";
            lease.Endpoint.Port = device.Port;
            lease.Endpoint.Pins.Clear();
            lease.Endpoint.Http = new HttpTerms { Plain = true, Login = "none", StartPath = "/start" };
            lease.Controls = new LeaseControls { WebUp = true, UploadsFree = true, WebDown = true, WebSockets = true, IdleMillis = 600_000, MaxSessions = 3 };
            shape?.Invoke(lease);
        };
        await bench.OpenAsync();
        if (enter)
            await bench.EnterAsync();
        return bench;
    }

    public async Task OpenAsync()
    {
        var (session, refusal) = await Gateway.Services.GetRequiredService<WebSessionStarter>().StartAsync(
            "token", Guid.NewGuid().ToString(), new Source { Address = "127.0.0.1", Listener = "portal", Client = "test" }, CancellationToken.None);
        Session = session ?? throw new InvalidOperationException($"Refused: {refusal}");
    }

    public async Task EnterAsync()
    {
        var state = Session.Entrance.NewState()!;
        var code = Session.Entrance.NewCode(state)!;
        var answer = await AskAsync($"GET {WebDoorway.Enter}?code={code} HTTP/1.1\r\nHost: {Host}\r\nCookie: {WebCookies.State}={state}\r\n\r\n");
        Cookie = answer.Split("\r\n").First(line => line.StartsWith($"Set-Cookie: {WebCookies.Entry}=", StringComparison.Ordinal))["Set-Cookie: ".Length..].Split(';')[0];
    }

    /// <summary>A request with the browser's cookie; <paramref name="more"/> are whole header lines.</summary>
    public Task<string> GetAsync(string target, string more = "") => AskAsync(Request("GET", target, more));

    public string Request(string method, string target, string more = "") => $"{method} {target} HTTP/1.1\r\nHost: {Host}\r\nCookie: {Cookie}\r\n{more}\r\n";

    /// <summary>Sends bytes on a connection of their own and answers everything that came back until a whole answer is there or the line is closed.</summary>
    public async Task<string> AskAsync(string request, string? greeting = null, string from = "127.0.0.1")
    {
        await using var line = await ConnectAsync(greeting, from);
        await line.WriteAsync(Encoding.Latin1.GetBytes(request));
        return await ReadAnswerAsync(line);
    }

    public async Task<SslStream> ConnectAsync(string? greeting = null, string from = "127.0.0.1")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync("127.0.0.1", Port);
        var line = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
        await line.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = greeting ?? Session.Address.Host,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        });
        return line;
    }

    public static async Task<string> ReadAnswerAsync(Stream line)
    {
        var all = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var patience = new CancellationTokenSource(Eventually.Patience);
        try
        {
            while (!IsWhole(all.ToString()))
            {
                var count = await line.ReadAsync(buffer, patience.Token);
                if (count == 0)
                    break;
                all.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // Cut: what came is the answer.
        }
        return all.ToString();
    }

    /// <summary>HTTP/1.1 or 2 with the browser's cookie.</summary>
    public HttpClient Browser(Version version)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
        })
        {
            BaseAddress = new Uri(Origin),
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Add("Cookie", Cookie);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Device.DisposeAsync();
    }

    private static bool IsWhole(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var head = answer[..end];
        var body = answer.Length - end - 4;
        if (head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } length)
            return body >= int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        if (head.Contains("chunked", StringComparison.OrdinalIgnoreCase))
            return answer.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        return head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) || head.StartsWith("HTTP/1.1 3", StringComparison.Ordinal) || head.StartsWith("HTTP/1.1 204", StringComparison.Ordinal);
    }
}
