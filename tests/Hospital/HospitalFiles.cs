using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bastion.Admin.Vault;
using Bastion.Hosting;
using Bastion.Testing;

namespace Bastion.Hospitals;

/// <summary>
/// Everything of one Bastion that lives on disk: keys, certificates, sockets, database, recordings, logs. Hosts come and go, in this process
/// or as processes of their own, and find the same hospital again.
/// </summary>
public sealed class HospitalFiles : IDisposable
{
    private readonly TestAuthority authority = new("hospital-authority");
    private readonly TestCertificate gateway;
    private readonly TestCertificate admin;
    private readonly TestCertificate recorder;
    private readonly TestCertificate portalSite;
    private readonly TestCertificate adminSite;
    private readonly TestCertificate appSite;
    private readonly long sessionCeilingBytes;
    private readonly bool wholeLog;
    private readonly IReadOnlyList<string> technicianAuthorities;

    /// <param name="directory">Where; null: a new one.</param>
    /// <param name="wholeLog">The write-ahead log has the size of production: for whatever measures speed.</param>
    /// <param name="technicianAuthorities">Authorities of technicians' certificates, as lines of public keys.</param>
    /// <param name="sessionCeilingBytes">What each session reserves on the disk: room for a flood, or less where hundreds of sessions live at once.</param>
    public HospitalFiles(TemporaryDirectory? directory = null, long sessionCeilingBytes = 1L << 30, bool wholeLog = false, IReadOnlyList<string>? technicianAuthorities = null)
    {
        this.wholeLog = wholeLog;
        this.technicianAuthorities = technicianAuthorities ?? [];
        // A script of large transfers asks for more: what is kept needs room.
        this.sessionCeilingBytes = long.TryParse(Environment.GetEnvironmentVariable("BASTION_SESSION_CEILING_MIB"), out var asked) ? asked << 20 : sessionCeilingBytes;
        Directory = directory ?? new TemporaryDirectory("hospital");
        gateway = authority.IssueService("gateway");
        admin = authority.IssueService("admin");
        recorder = authority.IssueService("recorder");
        portalSite = authority.IssueSite(PortalName, "localhost", "127.0.0.1");
        appSite = authority.IssueSite("*." + AppDomain, AppDomain);
        adminSite = authority.IssueSite(AdminName, "localhost", "127.0.0.1");
        SigningKey("admin-keys/lease.pem", "trust/lease.pub.pem");
        SigningKey("recorder-keys/signing.pem", "trust/receipt.pub.pem");
        Directory.Write("recorder-keys/signing.pub.pem", File.ReadAllText(Directory.At("trust/receipt.pub.pem")));
        foreach (var name in new[] { "recorder-keys/journal.key", "recorder-keys/replay.key", "recorder-keys/input.key", "admin-keys/master.key" })
        {
            Directory.Write(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        }

        foreach (var folder in new[] { "host-keys", "evidence", "forms-gateway", "forms-admin", "log-gateway", "log-admin", "log-recorder" })
        {
            Directory.Folder(folder);
        }

        PortalPort = LoopbackPort.Free();
        AdminPort = LoopbackPort.Free();
        SshPort = LoopbackPort.Free();
        SshCompatiblePort = LoopbackPort.Free();
        RdpPort = LoopbackPort.Free();
        WriteSettings();
    }

    public static string PortalName => "bastion.localhost";

    /// <summary>A certificate and key of the portal's name, for peers that are measured beside it.</summary>
    public (string Certificate, string Key) Site => (portalSite.CertificateFile, portalSite.KeyFile);

    /// <summary>Web pages of devices are shown below it.</summary>
    public static string AppDomain => "bastion-apps.localhost";

    public static string AdminName => "bastion-admin.localhost";

    public TemporaryDirectory Directory { get; }

    public string AuthorityFile => authority.AuthorityFile;

    public int PortalPort { get; }

    public int AdminPort { get; }

    public int SshPort { get; }

    /// <summary>The listener for old programs; Almadine is entitled, Nordhelm is not.</summary>
    public int SshCompatiblePort { get; }

    /// <summary>The listener for desktop clients.</summary>
    public int RdpPort { get; }

    public Uri PortalUrl => new($"https://{PortalName}:{PortalPort}/");

    public Uri AdminUrl => new($"https://{AdminName}:{AdminPort}/");

    /// <summary>What a device trusts that wants certificates.</summary>
    public string DeviceAuthorityLine
    {
        get
        {
            using var authority = new DeviceAuthority(MasterKeys.Read(Directory.At("admin-keys/master.key"), null)!.Current);
            return authority.PublicLine;
        }
    }

    public string QuarantineFolder => Directory.At("quarantine");

    /// <summary>Where Admin looks for the scanner; nobody is there until a test starts one.</summary>
    public string ScannerSocket => Directory.At("clamd.sock");

    public string DatabaseFile => Directory.At("admin.db");

    /// <summary>Recordings and journal, as Recorder keeps them.</summary>
    public string EvidenceFolder => Directory.At("evidence");

    public ServiceAddress AdminAddress => ServiceAddress.Unix(Directory.At("admin.sock"));

    public ServiceAddress RecorderAddress => ServiceAddress.Unix(Directory.At("recorder.sock"));

    public ServiceAddress GatewayAddress => ServiceAddress.Unix(Directory.At("gateway.sock"));

    /// <summary>To call a service as the Gateway does.</summary>
    public TlsIdentity GatewayIdentity(TimeProvider time) => Identity(gateway, time);

    /// <summary>To call a service as Admin does.</summary>
    public TlsIdentity AdminIdentity(TimeProvider time) => Identity(admin, time);

    public string Settings(Plane plane) => Directory.At($"{plane}.json");

    public void Dispose()
    {
        authority.Dispose();
        Directory.Dispose();
    }

    private static TlsIdentity Identity(TestCertificate certificate, TimeProvider time) =>
        TlsIdentity.Load(certificate.CertificateFile, certificate.KeyFile, certificate.AuthorityFile, time);

    private void SigningKey(string privateFile, string publicFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Directory.Write(privateFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        Directory.Write(publicFile, key.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    private void WriteSettings()
    {
        Write(Plane.Recorder, new JsonObject
        {
            ["service"] = Service("recorder"),
            ["listen"] = RecorderAddress.ToString(),
            ["dataDirectory"] = EvidenceFolder,
            ["keyDirectory"] = Directory.At("recorder-keys"),
            ["leaseKeyFiles"] = new JsonArray(Directory.At("trust/lease.pub.pem")),
            // Many hospitals live on one disk in tests: the smallest write-ahead log that is allowed.
            ["walSegments"] = wholeLog ? 4 : 2,
            ["walSegmentBytes"] = wholeLog ? 64 << 20 : 4 << 20,
            ["journalReserveBytes"] = 1 << 20,
        }, recorder);
        Write(Plane.Admin, new JsonObject
        {
            ["service"] = Service("admin"),
            ["listen"] = AdminAddress.ToString(),
            ["browseListen"] = Door(AdminPort),
            ["browseHosts"] = new JsonArray(AdminName, "localhost"),
            ["browseCertificateFile"] = adminSite.CertificateFile,
            ["browseKeyFile"] = adminSite.KeyFile,
            ["browseUrl"] = AdminUrl.ToString(),
            ["portalUrl"] = PortalUrl.ToString(),
            ["recorder"] = RecorderAddress.ToString(),
            ["database"] = "sqlite:" + DatabaseFile,
            ["leaseKeyFile"] = Directory.At("admin-keys/lease.pem"),
            ["receiptKeyFiles"] = new JsonArray(Directory.At("trust/receipt.pub.pem")),
            ["masterKeyFile"] = Directory.At("admin-keys/master.key"),
            ["technicianAuthorities"] = new JsonArray([.. technicianAuthorities.Select(line => (JsonNode)line)]),
            ["hospital"] = "Centre hospitalier de Valbrume",
            ["sessionCeilingBytes"] = sessionCeilingBytes,
            ["zone"] = "Europe/Paris",
            ["quarantineDirectory"] = QuarantineFolder,
            ["scannerSocket"] = ScannerSocket,
            ["demo"] = true,
        }, admin);
        Write(Plane.Gateway, new JsonObject
        {
            ["service"] = Service("gateway"),
            ["listen"] = GatewayAddress.ToString(),
            ["portalListen"] = Door(PortalPort),
            ["portalHosts"] = new JsonArray(PortalName, "localhost"),
            ["portalCertificateFile"] = portalSite.CertificateFile,
            ["portalKeyFile"] = portalSite.KeyFile,
            ["web"] = new JsonObject { ["domain"] = AppDomain, ["certificateFile"] = appSite.CertificateFile, ["keyFile"] = appSite.KeyFile },
            ["portal"] = new JsonObject { ["hospitalName"] = "Centre hospitalier de Valbrume", ["onCallName"] = "Astreinte biomédicale", ["onCallPhone"] = "+33 1 23 45 67 00", ["sshHost"] = "127.0.0.1", ["sshPort"] = SshPort },
            ["sshListen"] = Door(SshPort),
            ["sshCompatible"] = new JsonObject { ["listen"] = Door(SshCompatiblePort), ["expires"] = "2099-01-01T00:00:00Z" },
            ["rdp"] = new JsonObject { ["listen"] = Door(RdpPort) },
            ["sshHostKeyDirectory"] = Directory.At("host-keys"),
            // Everything comes from one address here: the share of one source must not be what is measured.
            ["ssh"] = new JsonObject { ["maxStartsPerSource"] = 100, ["maxConnections"] = 4096 },
            ["admin"] = AdminAddress.ToString(),
            ["recorder"] = RecorderAddress.ToString(),
            ["leaseKeyFiles"] = new JsonArray(Directory.At("trust/lease.pub.pem")),
            ["receiptKeyFiles"] = new JsonArray(Directory.At("trust/receipt.pub.pem")),
        }, gateway);
    }

    private JsonObject Service(string plane)
    {
        var service = new JsonObject { ["logDirectory"] = Directory.At("log-" + plane), ["logLevel"] = "Debug" };
        if (plane != "recorder")
        {
            service["formKeyDirectory"] = Directory.At("forms-" + plane);
        }

        return service;
    }

    private static string Door(int port) => ServiceAddress.Tcp(IPAddress.Loopback, port).ToString();

    private void Write(Plane plane, JsonObject settings, TestCertificate certificate)
    {
        settings["certificateFile"] = certificate.CertificateFile;
        settings["keyFile"] = certificate.KeyFile;
        settings["authorityFile"] = certificate.AuthorityFile;
        Directory.Write($"{plane}.json", settings.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }
}
