using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>
/// Where everything of one installation is. A service can read its own directory and the sockets, and nothing else:
/// not the keys that sign certificates, not another service's secrets.
/// </summary>
internal sealed class StateDirectory(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string RecordFile => At("state.json");

    /// <summary>What signs certificates; only the appliance reads it.</summary>
    public string Keys => At("keys");

    /// <summary>The authority of the browsers' certificates, for whoever wants to trust it. No secret.</summary>
    public string WebAuthorityFile => At("web-authority.pem");

    public string Logs => At("logs");

    public string Service(Plane plane) => At(plane.Word());

    public string In(Plane plane, params string[] parts) => System.IO.Path.Combine([Service(plane), .. parts]);

    public string SettingsFile(Plane plane) => In(plane, "settings.json");

    public string ServiceLogs(Plane plane) => In(plane, "logs");

    public string SocketDirectory(Plane plane) => System.IO.Path.Combine(At("run"), plane.Word());

    public string ProcessFile(Plane plane) => System.IO.Path.Combine(At("run"), plane.Word() + ".pid");

    /// <summary>A socket in the state directory; null when that path is too long for one (unix(7): 107 bytes).</summary>
    public ServiceAddress? Socket(Plane plane) =>
        ServiceAddress.TryParse("unix:" + System.IO.Path.Combine(SocketDirectory(plane), "peers.sock"), out var address, out _) ? address : null;

    /// <summary>Directories of a service that it reads and the appliance writes.</summary>
    public static IReadOnlyList<string> Read(Plane plane) => plane switch
    {
        Plane.Gateway => ["tls", "web", "apps", "trust"],
        Plane.Admin => ["tls", "web", "trust", "keys"],
        _ => ["tls", "trust"],
    };

    /// <summary>Directories of a service that it writes itself. Gateway makes its host keys, Recorder the public half of its journal key.</summary>
    public static IReadOnlyList<string> Written(Plane plane) => plane switch
    {
        Plane.Gateway => ["host-keys", "forms", "logs"],
        Plane.Admin => ["data", "forms", "logs", "quarantine"],
        _ => ["data", "keys", "logs"],
    };

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Create(Accounts accounts)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode PassThrough = Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(Path);
        // Separate accounts must be able to reach their own directories below.
        File.SetUnixFileMode(Path, accounts.Separate ? PassThrough : Owner);
        Directory.CreateDirectory(At("run"));
        File.SetUnixFileMode(At("run"), accounts.Separate ? PassThrough : Owner);
        foreach (var secret in new[] { Keys, Logs })
        {
            Directory.CreateDirectory(secret);
            File.SetUnixFileMode(secret, Owner);
        }
        foreach (var plane in Enum.GetValues<Plane>())
        {
            // What is there was given to its service already.
            if (!Directory.Exists(Service(plane)))
                Directory.CreateDirectory(Service(plane), Owner);
            Directory.CreateDirectory(ServiceLogs(plane));
            accounts.GiveSocketDirectory(SocketDirectory(plane), plane);
        }
    }
}
