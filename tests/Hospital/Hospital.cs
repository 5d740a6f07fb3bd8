using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Bastion.Admin;
using Bastion.Admin.Contracts;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Persistence;
using Bastion.Gateway;
using Bastion.Hosting;
using Bastion.Recorder;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Hospitals;

/// <summary>The three planes in this process, over real sockets with mutual TLS, on one clock that the test holds.</summary>
public sealed class Hospital : IAsyncDisposable
{
    private static readonly DateTimeOffset FirstMorning = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewedWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RenewalPatience = TimeSpan.FromSeconds(5);
    private readonly TimeProvider time;
    private readonly bool ownsFiles;
    private readonly GrpcChannel toAdmin;
    private readonly GrpcChannel toRecorder;
    private WebApplication? recorder;
    private WebApplication? admin;
    private WebApplication? gateway;

    private Hospital(HospitalFiles files, HospitalSeed seed, TimeProvider time, bool ownsFiles)
    {
        Files = files;
        Seed = seed;
        this.time = time;
        this.ownsFiles = ownsFiles;
        toAdmin = PeerChannel.Open(files.AdminAddress, files.GatewayIdentity(time), Plane.Admin);
        toRecorder = PeerChannel.Open(files.RecorderAddress, files.AdminIdentity(time), Plane.Recorder);
        Evidence = new EvidenceReader(new Evidence.EvidenceClient(toRecorder), new Journal.JournalClient(toRecorder));
    }

    public HospitalFiles Files { get; }

    public HospitalSeed Seed { get; }

    /// <summary>The clock of all three planes, when it is the test's.</summary>
    public FakeTimeProvider Clock => (FakeTimeProvider)time;

    /// <summary>Where the test's clock began: a Tuesday, 10:00 in Paris.</summary>
    public DateTimeOffset Morning => FirstMorning;

    public DateTimeOffset Now => time.GetUtcNow();

    public EvidenceReader Evidence { get; }

    public Identity.IdentityClient Identity => new(toAdmin);

    public Interventions.InterventionsClient Interventions => new(toAdmin);

    public Access.AccessClient Access => new(toAdmin);

    public WebApplication Admin => admin ?? throw new InvalidOperationException("Admin is stopped.");

    public WebApplication Gateway => gateway ?? throw new InvalidOperationException("Gateway is stopped.");

    public WebApplication Recorder => recorder ?? throw new InvalidOperationException("Recorder is stopped.");

    /// <summary>A hospital of its own on the test's clock.</summary>
    public static Task<Hospital> Start(SshDevice? device = null, int moreDevices = 0) =>
        Start(new HospitalSeed(device, moreDevices), new FakeTimeProvider(FirstMorning), null);

    public static Task<Hospital> Start(HospitalSeed seed) => Start(seed, new FakeTimeProvider(FirstMorning), null);

    /// <param name="seed">People and devices.</param>
    /// <param name="time">The clock of all three.</param>
    /// <param name="files">What outlives this object; null: its own.</param>
    public static async Task<Hospital> Start(HospitalSeed seed, TimeProvider time, HospitalFiles? files)
    {
        var hospital = new Hospital(files ?? new HospitalFiles(), seed, time, files is null);
        try
        {
            await HospitalSeeding.Run(hospital.Files, hospital.Seed);
            await hospital.StartRecorder();
            await hospital.StartAdmin();
            await hospital.StartGateway();
            return hospital;
        }
        catch
        {
            await hospital.DisposeAsync();
            throw;
        }
    }

    public async Task StartRecorder()
    {
        recorder = RecorderHost.Build(RecorderOptions.Load(Files.Settings(Plane.Recorder)), time);
        await recorder.StartAsync();
        await Eventually.True(async () => (await Evidence.Status()).StorageOk, "Recorder to be ready");
    }

    public async Task StartAdmin()
    {
        admin = AdminHost.Build(AdminOptions.Load(Files.Settings(Plane.Admin)), time);
        await admin.StartAsync();
    }

    public async Task StartGateway()
    {
        gateway = GatewayHost.Build(GatewayOptions.Load(Files.Settings(Plane.Gateway)), time);
        await gateway.StartAsync();
    }

    public async Task StopRecorder() => recorder = await Stop(recorder);

    public async Task StopAdmin() => admin = await Stop(admin);

    public async Task StopGateway() => gateway = await Stop(gateway);

    /// <summary>
    /// Moves the clock up to an instant in steps that are shorter than the time between two lease renewals, and lets the planes talk after each
    /// until every lease is renewed: as long as Admin lives, none runs out only because the clock ran faster than the sockets.
    /// </summary>
    public async Task AdvanceTo(DateTimeOffset instant)
    {
        while (Now < instant)
        {
            var step = instant - Now;
            Clock.Advance(step < Step ? step : Step);
            await Settled();
        }
    }

    /// <summary>A code that this person has not used; moves the clock to the next step when it must.</summary>
    public string Code(HospitalPerson person)
    {
        if (person.FreshCode(Now) is { } code)
        {
            return code;
        }

        Clock.Advance(TimeSpan.FromSeconds(30));
        return person.FreshCode(Now)!;
    }

    public async Task<TechnicianClient> Technician(string login)
    {
        var person = Seed.Person(login);
        return await TechnicianClient.SignIn(Identity, Interventions, person, Code(person));
    }

    public async Task<HospitalStaff> Staff(string login)
    {
        var person = Seed.Person(login);
        return await HospitalStaff.SignIn(Admin.Services, person, Code(person));
    }

    /// <summary>The usual beginning: Sami asks for the analyser for an hour from now, Claire approves.</summary>
    public async Task<(string Id, string Number)> Approved(string technician = "sami.belkacem", string device = "ANA-01", TimeSpan? startsIn = null, TimeSpan? length = null, params string[] controls)
    {
        var asked = await (await Technician(technician)).Request(device, Now + (startsIn ?? TimeSpan.Zero), length ?? TimeSpan.FromHours(1), controls);
        await (await Staff("claire.aubanel")).Approve(asked.Id);
        return asked;
    }

    /// <summary>ssh as this technician, with password and a fresh code.</summary>
    public OpenSshOptions Ssh(string technician = "sami.belkacem", string? device = "ANA-01")
    {
        var person = Seed.Person(technician);
        return new OpenSshOptions
        {
            Port = Files.SshPort,
            User = device is null ? person.Login : $"{person.Login}+{device}",
            Answers = [person.Password, Code(person)],
            PasswordPrompts = 1,
        };
    }

    /// <summary>Calls pages as a browser without script does; redirects are answers, cookies are kept.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", context.DnsEndPoint.Port, cancellation);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new System.Net.Security.SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Files.AuthorityFile) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    });

    /// <summary>Gateway's metrics page, as a collector scrapes it.</summary>
    public async Task<string> Metrics()
    {
        using var client = new HttpClient(PeerChannel.Handler(Files.GatewayAddress, Files.AdminIdentity(time), Plane.Gateway));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://gateway.bastion.internal/metrics") { Version = new Version(2, 0) };
        using var reply = await client.SendAsync(request);
        return await reply.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopGateway();
        await StopAdmin();
        await StopRecorder();
        toAdmin.Dispose();
        toRecorder.Dispose();
        if (ownsFiles)
        {
            Files.Dispose();
        }
    }

    private async Task Settled()
    {
        var began = Stopwatch.GetTimestamp();
        do
        {
            using var breath = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
            await breath.WaitForNextTickAsync();
        }
        while (await LeaseIsOld() && Stopwatch.GetElapsedTime(began) < RenewalPatience);
    }

    /// <summary>A renewal is due for some live session and has not arrived at Admin.</summary>
    private async Task<bool> LeaseIsOld()
    {
        if (admin is null || gateway is null)
        {
            return false;
        }

        var leases = admin.Services.GetRequiredService<LeaseClock>();
        var live = await admin.Services.GetRequiredService<AdminStore>().ReadAsync(db => db.Sessions.Where(one => one.State != SessionState.Ended).Select(one => one.Id).ToListAsync());
        return live.Exists(one => leases.Until(one) < Now + SessionLimits.Lease - RenewedWithin);
    }

    private static async Task<WebApplication?> Stop(WebApplication? host)
    {
        if (host is not null)
        {
            await host.StopAsync();
            await host.DisposeAsync();
        }

        return null;
    }
}
