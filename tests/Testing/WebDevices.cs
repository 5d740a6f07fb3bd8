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

    private static string Number(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
