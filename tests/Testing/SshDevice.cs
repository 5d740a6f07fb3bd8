using System.Net.Sockets;

namespace Bastion.Testing;

/// <summary>
/// A real OpenSSH server on loopback with its own configuration and host key. Its account exists in a private mount namespace only:
/// copies of passwd, group and shadow are mounted over the host's for this one process tree, so the machine's accounts stay as they are.
/// Needs root (mount, and sshd becoming the account).
/// </summary>
public sealed class SshDevice : IAsyncDisposable
{
    private const int AccountId = 61234;
    private const int Attempts = 5;
    private readonly TemporaryDirectory directory;
    private readonly ChildProcess server;

    private SshDevice(SshDeviceOptions options, TemporaryDirectory directory, ChildProcess server, SshKeyPair hostKey, SshKeyPair accountKey, int port)
    {
        Options = options;
        this.directory = directory;
        this.server = server;
        HostKey = hostKey;
        AccountKey = accountKey;
        Port = port;
    }

    public SshDeviceOptions Options { get; }

    public static string Host => "127.0.0.1";

    public int Port { get; }

    public string Account => Options.Account;

    public string Password => Options.Password;

    public SshKeyPair HostKey { get; }

    /// <summary>A key that the account accepts besides its password.</summary>
    public SshKeyPair AccountKey { get; }

    /// <summary>Home of the account, readable by the test.</summary>
    public string Home => directory.At("home");

    /// <summary>What sshd logs (LogLevel DEBUG1): connections, channels asked for, forwards.</summary>
    public ByteLog Log => server.Errors;

    /// <summary>The listening process; its children are the sessions.</summary>
    public int ProcessId => server.Id;

    public static async Task<SshDevice> Start(SshDeviceOptions? options = null)
    {
        options ??= new SshDeviceOptions();
        var directory = new TemporaryDirectory("device", open: true);
        Directory.CreateDirectory("/run/sshd");
        var home = directory.Folder("home");
        directory.Write("home/.hushlogin", "");
        foreach (var (name, text) in options.Files)
        {
            directory.Write("home/" + name, text);
        }

        var hostKey = await SshKeyPair.Create(directory.At("host_key"));
        var accountKey = await SshKeyPair.Create(directory.At("account_key"));
        directory.Write("authorized_keys", accountKey.PublicLine + "\n", (UnixFileMode)0x1A4);
        directory.Write("passwd", await File.ReadAllTextAsync("/etc/passwd") + $"{options.Account}:x:{AccountId}:{AccountId}:device:{home}:/bin/sh\n", (UnixFileMode)0x1A4);
        directory.Write("group", await File.ReadAllTextAsync("/etc/group") + $"{options.Account}:x:{AccountId}:\n", (UnixFileMode)0x1A4);
        directory.Write("shadow", await File.ReadAllTextAsync("/etc/shadow") + $"{options.Account}:{DevicePassword.Hash(options.Password)}:19000:0:99999:7:::\n");
        await ChildProcess.Run("chown", "-R", $"{AccountId}:{AccountId}", home);

        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port != 0 ? options.Port : LoopbackPort.Free();
            directory.Write("sshd_config", Configuration(options, directory, port));
            var server = ChildProcess.Start("unshare", ["-m", "--propagation", "private", "sh", "-c", """
                mount --bind "$1/passwd" /etc/passwd && mount --bind "$1/group" /etc/group && mount --bind "$1/shadow" /etc/shadow \
                && exec /usr/sbin/sshd -D -e -f "$1/sshd_config"
                """, "sh", directory.Path]);
            try
            {
                await server.Errors.WaitFor("Server listening on");
                return new SshDevice(options, directory, server, hostKey, accountKey, port);
            }
            catch (EndOfStreamException) when (attempt < Attempts)
            {
                // Somebody took the port between asking and listening.
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>The same device (account, password, port) with a new host key: what a swapped or reinstalled machine looks like.</summary>
    public async Task<SshDevice> Replace()
    {
        await DisposeAsync();
        return await Start(Options with { Port = Port });
    }

    /// <summary>How often somebody connected so far.</summary>
    public int Connections => Log.Text.Split("Connection from ").Length - 1;

    /// <summary>Ends the listener; what is connected goes on.</summary>
    public void StopListening() => server.Kill();

    public async ValueTask DisposeAsync()
    {
        foreach (var child in ProcessTree.Descendants(server.Id))
        {
            ProcessTree.Kill(child);
        }

        await server.DisposeAsync();
        directory.Dispose();
    }

    private static string Configuration(SshDeviceOptions options, TemporaryDirectory directory, int port) => $"""
        {options.ExtraConfiguration}
        ListenAddress 127.0.0.1
        Port {port}
        HostKey {directory.At("host_key")}
        PidFile none
        UsePAM no
        UseDNS no
        StrictModes no
        PrintMotd no
        PrintLastLog no
        PasswordAuthentication yes
        KbdInteractiveAuthentication no
        AuthorizedKeysFile {directory.At("authorized_keys")}
        PermitRootLogin no
        AllowUsers {options.Account}
        MaxStartups 500
        MaxSessions 500
        LogLevel DEBUG1
        Subsystem sftp internal-sftp
        {(options.ForceCommand is { } command ? "ForceCommand " + command : "")}

        """ + (SupportsPenalties ? "PerSourcePenalties no\n" : "");

    private static bool SupportsPenalties { get; } = HasPenalties();

    private static bool HasPenalties()
    {
        // OpenSSH 9.8 brought them and is the first that splits sshd-session off.
        return PeerProgram.Has("/usr/lib/openssh/sshd-session") || PeerProgram.Has("/usr/libexec/sshd-session");
    }
}
