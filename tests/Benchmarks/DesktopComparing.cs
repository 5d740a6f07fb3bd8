using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bastion.Admin.Demo;
using Bastion.Hospitals;
using Bastion.Hosting;
using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>A desktop directly, through a plain TCP splice (haproxy) and through Bastion (two TLS legs, filtered, recorded, durable), interleaved.</summary>
internal static class DesktopComparing
{
    private const int RoundTrips = 300;
    private const int Many = 50;

    /// <summary>What a lease allows at once on one device.</summary>
    private const int PerDevice = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task Run(bool brief, TextWriter writer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=desktop", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using var desktop = new BenchDesktop(certificate);
        await using var splice = await DeviceProgram.Start("haproxy", (folder, port) => ("haproxy", ["-f", folder.Write("haproxy.cfg",
            $"global\n nbthread 2\ndefaults\n mode tcp\n option splice-auto\n timeout connect 5s\n timeout client 600s\n timeout server 600s\nfrontend f\n bind 127.0.0.1:{port}\n default_backend b\nbackend b\n server s 127.0.0.1:{desktop.Port}\n")]));
        using var files = new HospitalFiles(sessionCeilingBytes: 768L << 20, wholeLog: true);
        var endpoint = new DemoEndpoint { Protocol = "Rdp", Host = "127.0.0.1", Port = desktop.Port, Account = "a", Password = "b", RdpWithoutNla = true, Pins = ["x509 " + Convert.ToBase64String(desktop.Certificate)] };
        var many = brief ? 6 : Many;
        string[] names = [.. Enumerable.Range(1, (many / PerDevice) + 1).Select(number => $"RDP-{number:00}")];
        var seed = new HospitalSeed(webDevices: [.. names.Select(name => HospitalSeed.Web(name, endpoint))]);
        List<string> interventions = [];
        await using (var hospital = await Hospital.Start(seed, TimeProvider.System, files))
        {
            var (technician, engineer) = (await hospital.Technician("sami.belkacem"), await hospital.Staff("claire.aubanel"));
            foreach (var name in names)
            {
                var (id, _) = await technician.Request(name, hospital.Now, TimeSpan.FromHours(2));
                await engineer.Approve(id);
                interventions.Add(id);
            }
        }
        await using var planes = new HospitalProcesses(files);
        await planes.StartAll();
        var sami = seed.Person("sami.belkacem");
        var code = await Eventually.Value(() => Task.FromResult(sami.FreshCode(TimeProvider.System.GetUtcNow())), "the next code", TimeSpan.FromMinutes(1));
        var portal = await TechnicianClient.SignIn(planes.Identity, planes.Interventions, sami, code);
        var (user, password) = await portal.DesktopTicket(interventions[0]);
        using var direct = await BenchDesktopClient.Connect(desktop.Port, "a", "b");
        using var spliced = await BenchDesktopClient.Connect(splice.Port, "a", "b");
        using var relayed = await BenchDesktopClient.Connect(planes.Files.RdpPort, user, password);
        (string Name, BenchDesktopClient Client)[] routes = [("direct TLS", direct), ("TCP splice", spliced), ("Bastion", relayed)];
        int[] processes = [planes.Process(Plane.Gateway).Id, planes.Process(Plane.Recorder).Id];
        var working = new Dictionary<string, int[]> { ["direct TLS"] = [], ["TCP splice"] = [splice.Process], ["Bastion"] = processes };
        var cpu = routes.ToDictionary(route => route.Name, _ => new Samples());
        var rates = routes.ToDictionary(route => route.Name, _ => new Samples());
        var trips = routes.ToDictionary(route => route.Name, _ => new Samples());
        foreach (var (_, client) in routes)
            await client.Draw();
        for (var round = 0; round < (brief ? 5 : 25); round++)
            foreach (var (name, client) in round % 2 == 0 ? routes : routes.Reverse())
            {
                var before = working[name].Sum(ProcessTree.ProcessorTime);
                rates[name].Add(await client.Draw());
                cpu[name].Add((working[name].Sum(ProcessTree.ProcessorTime) - before) * (1L << 30) / ((double)BenchDesktop.Frames * BenchDesktop.FrameBytes));
                for (var i = 0; i < (brief ? 50 : RoundTrips); i++)
                    trips[name].Add(await client.RoundTrip());
            }
        await writer.WriteLineAsync("| Way | MB/s | against direct | CPU s/GiB of what is between | round trip p50, ms | p99, ms |\n|---|---|---|---|---|---|");
        foreach (var (name, _) in routes)
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {name} | {rates[name].Show("0")} | {rates[name].Median / rates["direct TLS"].Median:0.00} | {cpu[name].Show("0.00")} | {trips[name].Median:0.00} | {trips[name].Percentile(99):0.00} |"));
        await TogetherAsync(planes.Files.RdpPort, portal, interventions, processes, many, writer);
    }

    /// <summary>Many at once: what each costs in memory, and how long each waits for a picture while all ask.</summary>
    private static async Task TogetherAsync(int port, TechnicianClient portal, List<string> interventions, int[] processes, int many, TextWriter writer)
    {
        var before = processes.Sum(ProcessTree.ProportionalMemory);
        List<BenchDesktopClient> clients = [];
        try
        {
            for (var i = 0; i < many; i++)
            {
                var (user, password) = await portal.DesktopTicket(interventions[1 + (i / PerDevice)]);
                clients.Add(await BenchDesktopClient.Connect(port, user, password));
            }
            var idle = processes.Sum(ProcessTree.ProportionalMemory) - before;
            var trips = new Samples();
            foreach (var some in await Task.WhenAll(clients.Select(TripsAsync)))
                trips.Add(some);
            var start = Stopwatch.GetTimestamp();
            await Task.WhenAll(clients.Select(client => client.Draw()));
            var rate = (double)many * BenchDesktop.Frames * BenchDesktop.FrameBytes / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
            var busy = processes.Sum(ProcessTree.ProportionalMemory) - before;
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"\n{many} sessions at once, Gateway and Recorder: {idle / 1024.0 / many:0} KiB each when open, {busy / 1024.0 / many:0} KiB each after 16 MB each; round trip p50 {trips.Median:0.00} ms, p99 {trips.Percentile(99):0.00} ms while each asks every {Pause.TotalMilliseconds:0} ms; {rate:0} MB/s together."));
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }

    private static async Task<List<double>> TripsAsync(BenchDesktopClient client)
    {
        List<double> trips = [];
        using var pause = new PeriodicTimer(Pause);
        for (var i = 0; i < 40 && await pause.WaitForNextTickAsync(); i++)
            trips.Add(await client.RoundTrip());
        return trips;
    }
}
