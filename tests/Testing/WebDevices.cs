using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Bastion.Testing;

/// <summary>The programs that stand for devices with a web page, each with the settings that make it one.</summary>
public static class WebDevices
{
    public const string Account = "svc";

    /// <summary>An image archive that wants HTTP Basic.</summary>
    public static Task<DeviceProgram> Orthanc(string password) => DeviceProgram.Start("orthanc", (folder, port) =>
    {
        folder.Write("orthanc.json", JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["Name"] = "PACS-01",
            ["HttpPort"] = port,
            ["DicomServerEnabled"] = false,
            ["RemoteAccessAllowed"] = false,
            ["AuthenticationEnabled"] = true,
            ["RegisteredUsers"] = new Dictionary<string, string> { [Account] = password },
            ["StorageDirectory"] = folder.Folder("storage"),
            ["IndexDirectory"] = folder.Folder("index"),
            ["Plugins"] = Array.Empty<string>(),
        }));
        return ("Orthanc", [folder.At("orthanc.json")]);
    });

    /// <summary>A terminal in a page that polls.</summary>
    public static Task<DeviceProgram> ShellInABox() => DeviceProgram.Start("shellinabox", (_, port) =>
        ("shellinaboxd", ["--no-beep", "--disable-ssl", "-p", port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--localhost-only", "-s", "/:nobody:nogroup:/tmp:/bin/sh"]));

    /// <summary>A print server, absolute paths everywhere; answers to its own name only.</summary>
    public static Task<DeviceProgram> Cups() => DeviceProgram.Start("cups", (folder, port) =>
    {
        var files = folder.Write("cups-files.conf", string.Join('\n', new[]
        {
            ("ServerRoot", "root"), ("RequestRoot", "requests"), ("CacheDir", "cache"), ("StateDir", "state"), ("TempDir", "temp"),
        }.Select(one => $"{one.Item1} {folder.Folder(one.Item2)}")) + $"\nAccessLog {folder.At("access")}\nErrorLog {folder.At("error")}\nPageLog {folder.At("pages")}\nDocumentRoot /usr/share/cups/doc-root\n");
        var settings = folder.Write("cupsd.conf", $"Listen 127.0.0.1:{port}\nWebInterface Yes\nDefaultAuthType Basic\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n");
        return ("cupsd", ["-f", "-c", settings, "-s", files]);
    });

    /// <summary>A page that polls a JSON interface, behind HTTP Basic.</summary>
    public static Task<DeviceProgram> Transmission(string password) => DeviceProgram.Start("transmission", (folder, port) =>
        ("transmission-daemon", ["-f", "-g", folder.Folder("state"), "-r", "127.0.0.1", "-p", Number(port), "-t", "-u", Account, "-v", password, "--no-dht", "--no-lpd", "--no-portmap", "-O"]));

    /// <summary>A page that redirects at its door.</summary>
    public static Task<DeviceProgram> Prometheus() => DeviceProgram.Start("prometheus", (folder, port) =>
        ("prometheus", [$"--config.file={folder.Write("p.yml", "global: {}\n")}", $"--web.listen-address=127.0.0.1:{Number(port)}", $"--storage.tsdb.path={folder.Folder("data")}"]));

    /// <summary>An editor of flows that talks to its page by a WebSocket; one flow of ours says <paramref name="words"/> each second.</summary>
    /// <param name="modules">Folder in which npm put it.</param>
    public static Task<DeviceProgram> NodeRed(string modules, string words) => DeviceProgram.Start("node-red", (folder, port) =>
    {
        folder.Write("flows.json", JsonSerializer.Serialize(new object[]
        {
            new { id = "a0", type = "tab", label = "Pump" },
            new { id = "a1", type = "inject", z = "a0", name = "", props = new[] { new { p = "payload" } }, repeat = "1", once = true, onceDelay = 0.1, payload = words, payloadType = "str", x = 100, y = 100, wires = new[] { new[] { "a2" } } },
            new { id = "a2", type = "debug", z = "a0", name = "", active = true, tosidebar = true, complete = "payload", targetType = "msg", x = 300, y = 100, wires = Array.Empty<string>() },
        }));
        folder.Write("settings.js", $"module.exports = {{ uiHost: '127.0.0.1', uiPort: {Number(port)}, flowFile: 'flows.json', editorTheme: {{ tours: false }}, telemetry: {{ enabled: false }}, logging: {{ console: {{ level: 'warn' }} }} }};\n");
        return ("node", [System.IO.Path.Combine(modules, "node_modules", "node-red", "red.js"), "--userDir", folder.Path, "--settings", folder.At("settings.js")]);
    });

    /// <summary>TLS 1.0 alone, with a certificate of its own on RSA of 1,024 bits and SHA-1: its page tells the connection it sees.</summary>
    public static async Task<DeviceProgram> OldTls(TemporaryDirectory certificates)
    {
        await ChildProcess.Run("openssl", "req", "-x509", "-newkey", "rsa:1024", "-sha1", "-nodes", "-days", "3650", "-subj", "/CN=device", "-keyout", certificates.At("key"), "-out", certificates.At("crt"));
        return await DeviceProgram.Start("old-tls", (_, port) => ("openssl",
            ["s_server", "-accept", "127.0.0.1:" + Number(port), "-tls1", "-cipher", "ALL:@SECLEVEL=0", "-cert", certificates.At("crt"), "-key", certificates.At("key"), "-www", "-quiet"]));
    }

    /// <summary>The certificate of <see cref="OldTls"/> as a seed's pin.</summary>
    public static string OldTlsPin(TemporaryDirectory certificates)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(certificates.At("crt")));
        return "x509 " + Convert.ToBase64String(certificate.RawData);
    }

    private static string Number(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
