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
}
