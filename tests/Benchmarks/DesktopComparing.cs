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

    public static async Task Run(bool brief, TextWriter writer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=desktop", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using var desktop = new BenchDesktop(certificate);
        await using var splice = await DeviceProgram.Start("haproxy", (folder, port) => ("haproxy", ["-f", folder.Write("haproxy.cfg",
            $"global\n nbthread 2\ndefaults\n mode tcp\n option splice-auto\n timeout connect 5s\n timeout client 600s\n timeout server 600s\nfrontend f\n bind 127.0.0.1:{port}\n default_backend b\nbackend b\n server s 127.0.0.1:{desktop.Port}\n")]));
        using var files = new HospitalFiles(sessionCeilingBytes: 4L << 30, wholeLog: true);
        var seed = new HospitalSeed(webDevices: [HospitalSeed.Web("RDP-01", new DemoEndpoint { Protocol = "Rdp", Host = "127.0.0.1", Port = desktop.Port, Account = "a", Password = "b", RdpWithoutNla = true, Pins = ["x509 " + Convert.ToBase64String(desktop.Certificate)] })]);
        string intervention;
        await using (var hospital = await Hospital.Start(seed, TimeProvider.System, files))
            (intervention, _) = await hospital.Approved(device: "RDP-01", length: TimeSpan.FromHours(2));
        await using var planes = new HospitalProcesses(files);
        await planes.StartAll();
        var sami = seed.Person("sami.belkacem");
        var code = await Eventually.Value(() => Task.FromResult(sami.FreshCode(TimeProvider.System.GetUtcNow())), "the next code", TimeSpan.FromMinutes(1));
        var (user, password) = await (await TechnicianClient.SignIn(planes.Identity, planes.Interventions, sami, code)).DesktopTicket(intervention);
        using var direct = await BenchDesktopClient.Connect(desktop.Port, "a", "b");
        using var spliced = await BenchDesktopClient.Connect(splice.Port, "a", "b");
        using var relayed = await BenchDesktopClient.Connect(planes.Files.RdpPort, user, password);
        (string Name, BenchDesktopClient Client)[] routes = [("direct TLS", direct), ("TCP splice", spliced), ("Bastion", relayed)];
        int[] processes = [planes.Process(Plane.Gateway).Id, planes.Process(Plane.Recorder).Id];
        var rates = routes.ToDictionary(route => route.Name, _ => new Samples());
        var trips = routes.ToDictionary(route => route.Name, _ => new Samples());
        foreach (var (_, client) in routes)
            await client.Draw();
        var memory = processes.Sum(ProcessTree.ProportionalMemory);
        for (var round = 0; round < (brief ? 5 : 25); round++)
            foreach (var (name, client) in round % 2 == 0 ? routes : routes.Reverse())
            {
                rates[name].Add(await client.Draw());
                for (var i = 0; i < (brief ? 50 : RoundTrips); i++)
                    trips[name].Add(await client.RoundTrip());
            }
        await writer.WriteLineAsync("| Way | MB/s | against direct | round trip p50, ms | p99, ms |\n|---|---|---|---|---|");
        foreach (var (name, _) in routes)
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {name} | {rates[name].Show("0")} | {rates[name].Median / rates["direct TLS"].Median:0.00} | {trips[name].Median:0.00} | {trips[name].Percentile(99):0.00} |"));
        await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\nGateway and Recorder with one session: {memory / 1048576.0:0} MiB (PSS)."));
    }
}
