using System.Security.Cryptography;
using Bastion.Admin.Demo;
using Bastion.Hosting;
using Bastion.Recorder;
using Bastion.Testing;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Admin.Tests;

/// <summary>Admin and a real Recorder over real sockets and mutual TLS, with the smallest of hospitals.</summary>
internal sealed class TwoPlanes : IAsyncDisposable
{
    public const string Password = "une phrase de passe";
    public const string DevicePassword = "device-secret-xyzzy";
    public static readonly byte[] TotpSecret = RandomNumberGenerator.GetBytes(20);

    private readonly TemporaryDirectory directory = new("planes");
    private readonly TestAuthority authority = new();
    private readonly List<GrpcChannel> channels = [];
    private WebApplication? recorder;

    public WebApplication Admin { get; private set; } = null!;

    public static async Task<TwoPlanes> StartAsync()
    {
        var planes = new TwoPlanes();
        using var lease = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await planes.StartRecorderAsync(lease.ExportSubjectPublicKeyInfoPem());
        await planes.StartAdminAsync(lease.ExportPkcs8PrivateKeyPem());
        return planes;
    }

    public GrpcChannel To(Plane plane, string service)
    {
        var own = authority.IssueService(service);
        var address = plane == Plane.Admin ? ListeningAddress.Of(Admin, Listener.Peers) : ServiceAddress.Unix(directory.At("recorder.sock"));
        var channel = PeerChannel.Open(address, TlsIdentity.Load(own.CertificateFile, own.KeyFile, own.AuthorityFile), plane);
        channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        channels.ForEach(channel => channel.Dispose());
        await Admin.StopAsync();
        await Admin.DisposeAsync();
        await recorder!.StopAsync();
        await recorder.DisposeAsync();
        authority.Dispose();
        directory.Dispose();
    }

    private async Task StartRecorderAsync(string leasePublicKey)
    {
        var own = authority.IssueService("recorder");
        recorder = RecorderHost.Build(new RecorderOptions
        {
            Listen = ServiceAddress.Unix(directory.At("recorder.sock")),
            CertificateFile = own.CertificateFile,
            KeyFile = own.KeyFile,
            AuthorityFile = own.AuthorityFile,
            DataDirectory = directory.At("data"),
            KeyDirectory = directory.At("keys"),
            LeaseKeys = [leasePublicKey],
            WalSegmentBytes = 4 << 20,
            WalSegments = 2,
        }, TimeProvider.System);
        await recorder.StartAsync();
    }

    private async Task StartAdminAsync(string leaseKey)
    {
        var own = authority.IssueService("admin");
        var site = authority.IssueSite("staff.test");
        using var signing = ECDsa.Create();
        signing.ImportFromPem(await File.ReadAllTextAsync(directory.At("keys/signing.pem")));
        Admin = AdminHost.Build(new AdminOptions
        {
            Listen = ServiceAddress.Unix(directory.At("admin.sock")),
            BrowseListen = ServiceAddress.AnyLoopbackPort(),
            BrowseHosts = ["staff.test"],
            BrowseCertificateFile = site.CertificateFile,
            BrowseKeyFile = site.KeyFile,
            BrowseUrl = new Uri("https://staff.test"),
            PortalUrl = new Uri("https://portal.test"),
            Recorder = ServiceAddress.Unix(directory.At("recorder.sock")),
            CertificateFile = own.CertificateFile,
            KeyFile = own.KeyFile,
            AuthorityFile = own.AuthorityFile,
            Database = "sqlite:" + directory.At("bastion.db"),
            LeaseKeyFile = directory.Write("lease.pem", leaseKey),
            ReceiptKeyFiles = [directory.Write("receipt.pem", signing.ExportSubjectPublicKeyInfoPem())],
            MasterKeyFile = directory.Write("master.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            Hospital = "Essai",
            SessionCeilingBytes = 4 << 20,
            Demo = true,
        }, TimeProvider.System);
        await Admin.Services.GetRequiredService<StartUp>().PrepareAsync();
        SettingsFile.Write(directory.At("seed.json"), Seed());
        await Admin.Services.GetRequiredService<DemoSeeding>().RunAsync(directory.At("seed.json"), CancellationToken.None);
        await Admin.StartAsync();
    }

    private static DemoSeed Seed()
    {
        var secret = Bastion.Admin.Identity.TotpCodes.Base32(TotpSecret);
        return new DemoSeed
        {
            Sites = [new DemoSite("Les Tilleuls", "Europe/Paris", ["Laboratoire"])],
            Vendors = [new DemoVendor { Name = "Almadine" }],
            People =
            [
                new DemoPerson { Login = "sami", Name = "Sami", Role = "Technician", Vendor = "Almadine", Password = Password, TotpSecret = secret, NoticeAccepted = true },
                new DemoPerson { Login = "claire", Name = "Claire", Role = "Engineer", Disciplines = ["Biomedical"], Scopes = [new DemoScope()], Password = Password, TotpSecret = secret },
            ],
            Devices =
            [
                new DemoDevice
                {
                    Name = "ANA-01",
                    Label = "Analyseur",
                    Family = "Laboratory",
                    Criticality = "C",
                    Site = "Les Tilleuls",
                    Vendors = ["Almadine"],
                    Endpoints = [new DemoEndpoint { Protocol = "Ssh", Host = "192.0.2.9", Port = 22, Account = "service", Password = DevicePassword, Pins = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"] }],
                },
            ],
        };
    }
}
