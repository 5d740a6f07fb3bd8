using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Bastion.Admin.Demo;
using Bastion.Hospitals;
using Bastion.Hosting;
using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>A page of 1 KiB, one of 1 MiB and messages on sockets by nginx, haproxy, the forwarder alone and Bastion (recorded and durable), interleaved; processor time per request and throughput.</summary>
internal static partial class WebComparing
{
    private const int Connections = 16;

    public static async Task Run(bool brief, TextWriter writer)
    {
        await using var echo = await DeviceProgram.Start("echo", (_, port) => ("dotnet", [typeof(WebComparing).Assembly.Location, "echo", port.ToString(CultureInfo.InvariantCulture)]));
        await using var origin = await Nginx("origin", (folder, port) => $"server {{ listen 127.0.0.1:{port}; root {folder}; "
            + $"location /echo {{ proxy_pass http://127.0.0.1:{echo.Port}; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }} }}", folder =>
        {
            File.WriteAllBytes(folder.At("1k"), new byte[1024]);
            File.WriteAllBytes(folder.At("1m"), new byte[1 << 20]);
        });
        using var files = new HospitalFiles();
        var (certificate, key) = files.Site;
        await using var nginx = await Nginx("nginx", (_, port) =>
            $"upstream up {{ server 127.0.0.1:{origin.Port}; keepalive 64; }} server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {certificate}; ssl_certificate_key {key}; "
            + "location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_buffers 16 64k; proxy_max_temp_file_size 0; } }");
        await using var haproxy = await DeviceProgram.Start("haproxy", (folder, port) =>
        {
            var pem = folder.Write("site.pem", File.ReadAllText(certificate) + "\n" + File.ReadAllText(key) + "\n");
            return ("haproxy", ["-f", folder.Write("haproxy.cfg",
                $"global\n nbthread 2\ndefaults\n mode http\n timeout connect 5s\n timeout client 60s\n timeout server 60s\nfrontend f\n bind 127.0.0.1:{port} ssl crt {pem}\n default_backend b\nbackend b\n server s 127.0.0.1:{origin.Port}\n")]);
        });
        await using var yarp = await DeviceProgram.Start("yarp", (_, port) =>
            ("dotnet", [typeof(WebComparing).Assembly.Location, "plain-yarp", port.ToString(CultureInfo.InvariantCulture), $"http://127.0.0.1:{origin.Port}", certificate, key]));
        var page = HospitalSeed.Web("WEB-01", new DemoEndpoint { Protocol = "Https", Host = "127.0.0.1", Port = origin.Port, Http = new DemoHttp { Plain = true, Login = "None", StartPath = "/1k" } });
        var seed = new HospitalSeed(webDevices: [page]);
        string intervention;
        await using (var hospital = await Hospital.Start(seed, TimeProvider.System, files))
            (intervention, _) = await hospital.Approved(device: "WEB-01", length: TimeSpan.FromHours(2), controls: ["webDown"]);
        await using var planes = new HospitalProcesses(files);
        await planes.StartAll();
        var (host, cookie) = await OpenAsync(planes, seed, intervention);
        List<WebRoute> routes =
        [
            new("nginx", new Uri($"https://127.0.0.1:{nginx.Port}"), "", [nginx.Process]),
            new("haproxy", new Uri($"https://127.0.0.1:{haproxy.Port}"), "", [haproxy.Process]),
            new("YARP alone", new Uri($"https://127.0.0.1:{yarp.Port}"), "", [yarp.Process]),
            new("Bastion", host, cookie, [planes.Process(Plane.Gateway).Id, planes.Process(Plane.Recorder).Id]),
        ];
        foreach (var (target, rounds, seconds) in new[] { ("/1k", brief ? 2 : 5, 3), ("/1m", brief ? 2 : 5, 3) })
            await CompareAsync(routes, target, rounds, TimeSpan.FromSeconds(seconds), writer);
        await SocketEcho.CompareAsync([.. routes.Where(route => route.Name != "nginx")], () => Client(1024), brief ? 2 : 5, TimeSpan.FromSeconds(3), writer);
    }

    private static async Task CompareAsync(List<WebRoute> routes, string target, int rounds, TimeSpan length, TextWriter writer)
    {
        var cpu = routes.ToDictionary(route => route.Name, _ => new Samples());
        var rate = routes.ToDictionary(route => route.Name, _ => new Samples());
        foreach (var route in routes)
            await LoadAsync(route, target, TimeSpan.FromSeconds(1));
        for (var round = 0; round < rounds; round++)
            foreach (var route in round % 2 == 0 ? routes : Enumerable.Reverse(routes))
            {
                var before = route.Cpu();
                var start = Stopwatch.GetTimestamp();
                var requests = await LoadAsync(route, target, length);
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                cpu[route.Name].Add((route.Cpu() - before) * 1e6 / requests);
                rate[route.Name].Add(requests / seconds);
            }
        await writer.WriteLineAsync($"\n| {target} | CPU µs/request | requests/s | CPU against YARP alone |\n|---|---|---|---|");
        foreach (var route in routes)
            await writer.WriteLineAsync($"| {route.Name} | {cpu[route.Name].Show("0")} | {rate[route.Name].Show("0")} | {(cpu[route.Name].Median / cpu["YARP alone"].Median).ToString("0.00", CultureInfo.InvariantCulture)} |");
    }

    private static async Task<long> LoadAsync(WebRoute route, string target, TimeSpan length)
    {
        using var client = Client(Connections);
        long requests = 0;
        using var over = new CancellationTokenSource(length);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (!over.IsCancellationRequested)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(route.Base, target));
                if (route.Cookie.Length > 0)
                    request.Headers.Add("Cookie", route.Cookie);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                response.EnsureSuccessStatusCode();
                await response.Content.CopyToAsync(Stream.Null);
                Interlocked.Increment(ref requests);
            }
        }));
        return requests;
    }

    /// <summary>The way of a browser from the portal to the page, without one.</summary>
    private static async Task<(Uri Host, string Cookie)> OpenAsync(HospitalProcesses planes, HospitalSeed seed, string intervention)
    {
        var sami = seed.Person("sami.belkacem");
        var code = await Eventually.Value(() => Task.FromResult(sami.FreshCode(TimeProvider.System.GetUtcNow())), "the next code", TimeSpan.FromMinutes(1));
        var technician = await TechnicianClient.SignIn(planes.Identity, planes.Interventions, sami, code);
        using var client = Client(2);
        var sign = $"__Host-portal={technician.Token}";
        var (page, cookies, _) = await AskAsync(client, HttpMethod.Get, new Uri(planes.Files.PortalUrl, "/interventions/" + intervention), sign);
        var form = FormToken().Match(page).Groups[1].Value;
        var (_, _, start) = await AskAsync(client, HttpMethod.Post, new Uri(planes.Files.PortalUrl, $"/interventions/{intervention}/web"), $"{sign}; {cookies}", WebUtility.HtmlDecode(form));
        var (_, state, enter) = await AskAsync(client, HttpMethod.Get, start!, "");
        var (_, _, back) = await AskAsync(client, HttpMethod.Get, enter!, sign);
        var (_, entry, _) = await AskAsync(client, HttpMethod.Get, back!, state);
        return (new Uri(start!, "/"), entry.Split("; ").First(one => one.StartsWith("__Host-bastion-app", StringComparison.Ordinal)));
    }

    private static async Task<(string Body, string Cookies, Uri? Location)> AskAsync(HttpClient client, HttpMethod method, Uri address, string cookies, string? form = null)
    {
        using var request = new HttpRequestMessage(method, address);
        if (cookies.Length > 0)
            request.Headers.Add("Cookie", cookies);
        if (form is not null)
            request.Content = new FormUrlEncodedContent([new("_form", form)]);
        using var response = await client.SendAsync(request);
        var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? string.Join("; ", values.Select(one => one.Split(';')[0])) : "";
        return (await response.Content.ReadAsStringAsync(), set, response.Headers.Location);
    }

    private static HttpClient Client(int connections) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        MaxConnectionsPerServer = connections,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null, EnabledSslProtocols = SslProtocols.None },
    });

    private static Task<DeviceProgram> Nginx(string name, Func<string, int, string> server, Action<TemporaryDirectory>? prepare = null) => DeviceProgram.Start(name, (folder, port) =>
    {
        prepare?.Invoke(folder);
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var file = folder.Write("nginx.conf", $"daemon off; user root; worker_processes 2; pid {folder.At("pid")}; error_log {folder.At("error")}; events {{ worker_connections 512; }} "
            + $"http {{ access_log off; sendfile on; keepalive_requests 1000000; client_body_temp_path {folder.At("body")}; proxy_temp_path {folder.At("proxy")}; fastcgi_temp_path {folder.At("f")}; uwsgi_temp_path {folder.At("u")}; scgi_temp_path {folder.At("s")}; {server(folder.Path, port)} }}");
        return ("nginx", ["-c", file, "-p", folder.Path]);
    });

    [GeneratedRegex("name=\"_form\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
