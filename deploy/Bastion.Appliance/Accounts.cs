using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>
/// The accounts that the services run under when root starts them: numbers without a name, so that nothing is added to the machine's
/// passwd. Debian leaves 60000 to 64999 to fixed allocation; these are not allocated.
/// </summary>
internal sealed class Accounts
{
    /// <summary>Shared by the three: it opens the directories of their sockets, nothing else.</summary>
    public const int PeersGroup = 61100;

    private Accounts(bool separate) => Separate = separate;

    /// <summary>False: all three run as whoever started the appliance.</summary>
    public bool Separate { get; }

    public static Accounts Own { get; } = new(separate: false);

    public static Accounts OnePerService { get; } = new(separate: true);

    public static int UserOf(Plane plane) => plane switch
    {
        Plane.Gateway => 61101,
        Plane.Admin => 61102,
        Plane.Recorder => 61103,
        _ => throw new ArgumentOutOfRangeException(nameof(plane)),
    };

    /// <summary>Gives a directory and all that is in it to the service, to read and write.</summary>
    public void Give(string directory, Plane plane) => Apply(directory, UserOf(plane), UserOf(plane), UnixFileMode.None);

    /// <summary>
    /// Lets the service read a directory and all that is in it. Owner stays root: a service cannot change its settings or put a link where
    /// root writes its next certificate.
    /// </summary>
    public void Lend(string directory, Plane plane) => Apply(directory, 0, UserOf(plane), UnixFileMode.GroupRead);

    /// <summary>As <see cref="Lend"/>, for one file or directory and not for what is below.</summary>
    public void LendTop(string path, Plane plane) => Apply(Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path), 0, UserOf(plane), UnixFileMode.GroupRead);

    /// <summary>The directory where a service puts its socket: the other services may come in, nobody else.</summary>
    public void GiveSocketDirectory(string directory, Plane plane)
    {
        Directory.CreateDirectory(directory);
        if (Separate)
            Posix.ChangeOwner(directory, UserOf(plane), PeersGroup);
        // Set-group-id: the socket gets the peers' group.
        File.SetUnixFileMode(
            directory,
            UnixFileMode.SetGroup | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
    }

    /// <summary>What goes before the program's name so that it runs under its account, in a session of its own, without core dumps or a way to more rights.</summary>
    public IReadOnlyList<string> Prefix(Plane plane)
    {
        List<string> words = ["setsid", "prlimit", "--core=0"];
        if (Separate)
        {
            var user = UserOf(plane);
            words.AddRange(["setpriv", $"--reuid={user}", $"--regid={user}", $"--groups={PeersGroup}", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"]);
        }
        return words;
    }

    private void Apply(string directory, int user, int group, UnixFileMode others)
    {
        var top = new DirectoryInfo(directory);
        foreach (var entry in top.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(top))
            Apply(entry, user, group, others);
    }

    private void Apply(FileSystemInfo entry, int user, int group, UnixFileMode others)
    {
        if (entry.LinkTarget is not null)
            return;
        if (Separate)
            Posix.ChangeOwner(entry.FullName, user, group);
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (Separate ? others : UnixFileMode.None);
        if (entry is DirectoryInfo)
            mode |= UnixFileMode.UserExecute | (mode.HasFlag(UnixFileMode.GroupRead) ? UnixFileMode.GroupExecute : UnixFileMode.None);
        entry.UnixFileMode = mode;
    }
}
