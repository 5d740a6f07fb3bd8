using System.Security.Cryptography;
using Bastion.Admin;
using Bastion.Gateway;
using Bastion.Hosting;
using Bastion.Recorder;
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
    private readonly string leaseKey;
    private readonly string leasePublicKey;
    private readonly string masterKey;

    public HospitalFiles(TemporaryDirectory? directory = null)
    {
        Directory = directory ?? new TemporaryDirectory("hospital");
        gateway = authority.IssueService("gateway");
        admin = authority.IssueService("admin");
        recorder = authority.IssueService("recorder");
        portalSite = authority.IssueSite("localhost", "127.0.0.1", PortalName);
        adminSite = authority.IssueSite("localhost", "127.0.0.1", AdminName);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        leaseKey = Directory.Write("keys/lease.pem", key.ExportPkcs8PrivateKeyPem());
        leasePublicKey = Directory.Write("keys/lease.pub.pem", key.ExportSubjectPublicKeyInfoPem());
        masterKey = Directory.Write("keys/master.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        foreach (var folder in new[] { "gateway-keys", "recorder-keys", "recordings", "log-gateway", "log-admin", "log-recorder", "forms-gateway", "forms-admin" })
        {
            File.SetUnixFileMode(Directory.Folder(folder), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        PortalPort = LoopbackPort.Free();
        AdminPort = LoopbackPort.Free();
        SshPort = LoopbackPort.Free();
    }

    public static string PortalName => "bastion.localhost";

    public static string AdminName => "bastion-admin.localhost";

    public TemporaryDirectory Directory { get; }

    public string AuthorityFile => authority.AuthorityFile;

    public int PortalPort { get; }

    public int AdminPort { get; }

    public int SshPort { get; }

    public Uri PortalUrl => new($"https://{PortalName}:{PortalPort}/");

    public Uri AdminUrl => new($"https://{AdminName}:{AdminPort}/");

    public string DatabaseFile => Directory.At("admin.db");

    public string RecordingsFolder => Directory.At("recordings");

    public ServiceAddress AdminAddress => ServiceAddress.Unix(Directory.At("admin.sock"));

    public ServiceAddress RecorderAddress => ServiceAddress.Unix(Directory.At("recorder.sock"));

    public ServiceAddress GatewayAddress => ServiceAddress.Unix(Directory.At("gateway.sock"));

    /// <summary>To call a service as the Gateway does.</summary>
    public TlsIdentity GatewayIdentity(TimeProvider time) => Identity(gateway, time);

    /// <summary>To call a service as Admin does.</summary>
    public TlsIdentity AdminIdentity(TimeProvider time) => Identity(admin, time);

    public void Dispose()
    {
        authority.Dispose();
        Directory.Dispose();
    }

    private static TlsIdentity Identity(TestCertificate certificate, TimeProvider time) =>
        TlsIdentity.Load(certificate.CertificateFile, certificate.KeyFile, certificate.AuthorityFile, time);
}
