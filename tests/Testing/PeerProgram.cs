namespace Bastion.Testing;

/// <summary>A real program that tests talk to. deploy/test installs them; where one is missing its tests are skipped by name.</summary>
public static class PeerProgram
{
    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>The full path, or null when this machine does not have it.</summary>
    public static string? Find(string program) =>
        Path.IsPathRooted(program)
            ? File.Exists(program) ? program : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(SystemFolders)
                .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static bool Has(string program) => Find(program) is not null;

    /// <summary>The Debian package that brings it, for the sentence of a skipped test.</summary>
    public static string Package(string program) => program switch
    {
        "sshd" => "openssh-server",
        "ssh" or "ssh-keygen" or "sftp" or "scp" => "openssh-client",
        "clamd" => "clamav-daemon",
        "Xvfb" => "xvfb",
        "xrdp-sesman" => "xrdp",
        "/usr/lib/xorg/modules/libxorgxrdp.so" => "xorgxrdp",
        "xfreerdp" => "freerdp2-x11",
        "freerdp-shadow-cli" => "freerdp2-shadow-x11",
        "winpr-hash" => "winpr-utils",
        "setxkbmap" => "x11-xkb-utils",
        "import" or "compare" => "imagemagick",
        "unshare" or "setsid" => "util-linux",
        "plink" or "pscp" or "psftp" or "puttygen" => "putty-tools",
        "ansible" => "ansible-core",
        "Orthanc" => "orthanc",
        "shellinaboxd" => "shellinabox",
        "cupsd" => "cups-daemon",
        "dbclient" or "dropbear" or "dropbearconvert" => "dropbear-bin",
        PostgresServer.Program => "postgresql-15",
        _ when program.Contains("/paramiko/", StringComparison.Ordinal) => "python3-paramiko",
        _ when program.Contains("/asyncssh/", StringComparison.Ordinal) => "python3-asyncssh",
        _ => program,
    };
}
