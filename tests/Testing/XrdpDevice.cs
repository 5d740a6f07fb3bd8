using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bastion.Testing;

/// <summary>
/// A real xrdp on loopback with a terminal on its desktop: TLS, no network level authentication. Its account, settings and sockets are in a private mount
/// namespace, with ports of its own, so several run beside each other and beside the machine's. Needs root.
/// </summary>
public sealed class XrdpDevice : IAsyncDisposable
{
    private const int AccountId = 61236;
    private readonly TemporaryDirectory directory;
    private readonly ChildProcess server;

    private XrdpDevice(TemporaryDirectory directory, ChildProcess server, int port, string password, byte[] certificate)
    {
        this.directory = directory;
        this.server = server;
        Port = port;
        Password = password;
        Certificate = certificate;
    }

    public static string Host => "127.0.0.1";

    public static string Account => "station";

    public int Port { get; }

    public string Password { get; }

    /// <summary>DER of what the device shows.</summary>
    public byte[] Certificate { get; }

    /// <summary>Home of the account, readable by the test; the terminal starts there.</summary>
    public string Home => directory.At("home");

    /// <summary>Connections since the start.</summary>
    public int Connections => Log().Split("connection received").Length - 1;

    public static async Task<XrdpDevice> Start()
    {
        var directory = new TemporaryDirectory("xrdp", open: true);
        var home = directory.Folder("home");
        var password = "Calm-water-" + Guid.NewGuid().ToString("N")[..12];
        directory.Write("passwd", await File.ReadAllTextAsync("/etc/passwd") + $"{Account}:x:{AccountId}:{AccountId}:device:{home}:/bin/sh\n", (UnixFileMode)0x1A4);
        directory.Write("group", await File.ReadAllTextAsync("/etc/group") + $"{Account}:x:{AccountId}:\n", (UnixFileMode)0x1A4);
        directory.Write("shadow", await File.ReadAllTextAsync("/etc/shadow") + $"{Account}:{DevicePassword.Hash(password)}:19000:0:99999:7:::\n");
        await ChildProcess.Run("chown", "-R", $"{AccountId}:{AccountId}", home);
        var certificate = WriteCertificate(directory);
        await ChildProcess.Run("cp", "-r", "/etc/xrdp", directory.At("settings"));
        var (port, manager) = (LoopbackPort.Free(), LoopbackPort.Free());
        await ChangeAsync(directory.At("settings/xrdp.ini"), line =>
            line.StartsWith("port=3389", StringComparison.Ordinal) ? $"port=tcp://127.0.0.1:{port}"
            : line.StartsWith("certificate=", StringComparison.Ordinal) ? "certificate=" + directory.At("cert.pem")
            : line.StartsWith("key_file=", StringComparison.Ordinal) ? "key_file=" + directory.At("key.pem")
            : Common(line, directory.At("xrdp.log")));
        await ChangeAsync(directory.At("settings/sesman.ini"), line =>
            line.StartsWith("ListenPort=", StringComparison.Ordinal) ? $"ListenPort={manager}"
            : line.StartsWith("X11DisplayOffset=", StringComparison.Ordinal) ? $"X11DisplayOffset={100 + RandomNumberGenerator.GetInt32(800)}"
            : Common(line, directory.At("sesman.log")));

        // No blinking, no clock: the picture only changes when somebody does something.
        directory.Write("settings/startwm.sh", "#!/bin/sh\nexec xterm -geometry 90x28+0+0 -bg '#10202c' -fg white\n", (UnixFileMode)0x1ED);
        var server = ChildProcess.Start("unshare", ["-m", "--propagation", "private", "sh", "-c", """
            for file in passwd group shadow; do mount --bind "$1/$file" "/etc/$file" || exit 1; done
            mount --bind "$1/settings" /etc/xrdp && mkdir -p /run/xrdp && mount -t tmpfs tmpfs /run/xrdp && mkdir -m 1777 /run/xrdp/sockdir || exit 1
            /usr/sbin/xrdp-sesman --nodaemon &
            exec /usr/sbin/xrdp --nodaemon
            """, "sh", directory.Path]);
        var device = new XrdpDevice(directory, server, port, password, certificate);
        // The session manager listens on ::1 whatever it is told; xrdp asks it later.
        await Eventually.True(() => Listens(port), "xrdp to listen");
        return device;
    }

    /// <summary>What xrdp wrote down.</summary>
    public string Log() => File.Exists(directory.At("xrdp.log")) ? File.ReadAllText(directory.At("xrdp.log")) : "";

    public async ValueTask DisposeAsync()
    {
        foreach (var child in ProcessTree.Descendants(server.Id))
        {
            ProcessTree.Kill(child);
        }

        await server.DisposeAsync();
        directory.Dispose();
    }

    private static string Common(string line, string log) =>
        line.StartsWith("LogFile=", StringComparison.Ordinal) ? "LogFile=" + log
        : line.StartsWith("EnableSyslog=", StringComparison.Ordinal) ? "EnableSyslog=false"
        : line;

    private static async Task ChangeAsync(string file, Func<string, string> change) => await File.WriteAllLinesAsync(file, (await File.ReadAllLinesAsync(file)).Select(change));

    private static byte[] WriteCertificate(TemporaryDirectory directory)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=station", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        directory.Write("cert.pem", certificate.ExportCertificatePem(), (UnixFileMode)0x1A4);
        directory.Write("key.pem", key.ExportPkcs8PrivateKeyPem(), (UnixFileMode)0x1A4);
        return certificate.RawData;
    }

    private static bool Listens(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(Host, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
