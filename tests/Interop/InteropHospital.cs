using System.Globalization;
using System.Security.Cryptography;
using Bastion.Hospitals;
using Bastion.Testing;

namespace Bastion.Interop;

/// <summary>
/// The hospital that every program goes through: three planes, a real sshd as device, one intervention of Sami's with all controls, and his keys
/// in the formats that programs want, armed for it.
/// </summary>
public sealed class InteropHospital : IAsyncLifetime, IDisposable
{
    /// <summary>What goes up and down, bytes.</summary>
    public const int BlobLength = 20_000_000;

    private const string Technician = "sami.belkacem";
    private const string DeviceName = "ANA-01";
    private static readonly string[] AllControls = ["exec", "sftpDown", "sftpUp", "scpDown", "scpUp"];

    private readonly TemporaryDirectory directory = new("interop");
    private SshDevice? device;
    private Hospital? hospital;
    private string blobHash = "";

    public Hospital Hospital => hospital!;

    public SshDevice Device => device!;

    /// <summary>Port of the strict listener.</summary>
    public int Port => Hospital.Files.SshPort;

    public string PortText => Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Port of the listener for old programs.</summary>
    public string CompatiblePortText => Hospital.Files.SshCompatiblePort.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sami at the device.</summary>
    public static string User => $"{Technician}+{DeviceName}";

    public static string Host => "127.0.0.1";

    public string Password => Hospital.Seed.Person(Technician).Password;

    /// <summary>Armed ed25519 key, OpenSSH format.</summary>
    public string Key => directory.At("ed25519");

    /// <summary>Armed ecdsa-sha2-nistp256 key in the old PEM format that programs from before 2018 read.</summary>
    public string EcdsaPem => directory.At("ecdsa");

    /// <summary>Armed RSA key, PEM.</summary>
    public string RsaPem => directory.At("rsa");

    /// <summary>Configuration for everything that is built on ssh: the host is "bastion".</summary>
    public string Config => directory.At("config");

    public string KnownHosts => directory.At("known_hosts");

    /// <summary>SHA256:… of the strict listener's key.</summary>
    public string HostKeyFingerprint { get; private set; } = "";

    /// <summary>20 MB of random bytes.</summary>
    public string Blob => directory.At("blob");

    /// <summary>The same file in the home of the device's account.</summary>
    public static string BlobOnDevice => "device-blob";

    public string At(string name) => directory.At(name);

    public async Task InitializeAsync()
    {
        device = await SshDevice.Start();
        hospital = await Hospital.Start(device);
        var bytes = RandomNumberGenerator.GetBytes(BlobLength);
        await File.WriteAllBytesAsync(Blob, bytes);
        blobHash = Convert.ToHexString(SHA256.HashData(bytes));
        await File.WriteAllBytesAsync(Path.Combine(Device.Home, BlobOnDevice), bytes);
        await ChildProcess.Run("chmod", "644", Path.Combine(Device.Home, BlobOnDevice));
        var (intervention, _) = await Hospital.Approved(Technician, DeviceName, length: TimeSpan.FromHours(4), controls: AllControls);
        await MakeKeys(intervention);
        await Learn();
        Directory.CreateDirectory(At("home"));
    }

    public async Task DisposeAsync()
    {
        if (hospital is not null)
        {
            await hospital.DisposeAsync();
        }

        if (device is not null)
        {
            await device.DisposeAsync();
        }
    }

    public void Dispose() => directory.Dispose();

    /// <summary>A one-time code that was not used; the clock moves when it must.</summary>
    public string Code() => Hospital.Code(Hospital.Seed.Person(Technician));

    /// <summary>Runs a program to its end, without this machine's own configuration.</summary>
    public async Task<Ran> Run(string program, IEnumerable<string> arguments, byte[]? input = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        // Admission counts connections by the test's clock.
        Hospital.Clock.Advance(TimeSpan.FromSeconds(1));
        Dictionary<string, string?> all = new()
        {
            ["HOME"] = At("home"),
            ["SSH_AUTH_SOCK"] = null,
            ["LC_ALL"] = null,
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "xterm",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        await using var process = ChildProcess.Start(program, arguments, all, At("home"));
        if (input is not null)
        {
            await process.Input.WriteAsync(input);
        }

        process.Input.Close();
        var code = await process.Exited.Within($"{program} to end; so far: {process.Output.Text}{process.Errors.Text}", TimeSpan.FromMinutes(2));
        return new Ran(Path.GetFileName(program), code, process.Output.ToArray(), process.Errors.Text);
    }

    public Task<Ran> Run(string program, params string[] arguments) => Run(program, arguments, null);

    /// <summary>The command of the rows: both streams and a status that is not 0.</summary>
    public static string Command => "echo through; echo beside >&2; exit 7";

    public static void AssertCommand(Ran ran, bool streamsApart = true)
    {
        ran.Ended(7);
        if (streamsApart)
        {
            Assert.Equal("through\n", ran.Text);
            Assert.Contains("beside", ran.Errors, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("through", ran.Text, StringComparison.Ordinal);
        }
    }

    /// <summary>The file of this name in the device's home is the blob.</summary>
    public void AssertUploaded(string name) => AssertBlob(Path.Combine(Device.Home, name));

    /// <summary>This file is the blob.</summary>
    public void AssertBlob(string file)
    {
        Assert.True(File.Exists(file), $"{file} is not there");
        using var stream = File.OpenRead(file);
        Assert.Equal(blobHash, Convert.ToHexString(SHA256.HashData(stream)));
    }

    private async Task MakeKeys(string intervention)
    {
        await SshKeyPair.Create(Key);
        await ChildProcess.Run("ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-m", "PEM", "-N", "", "-C", "test", "-f", EcdsaPem);
        await ChildProcess.Run("ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-m", "PEM", "-N", "", "-C", "test", "-f", RsaPem);
        var sami = await Hospital.Technician(Technician);
        foreach (var file in new[] { Key, EcdsaPem, RsaPem })
        {
            var key = await sami.AddKey(SshKeyPair.Open(file), Path.GetFileName(file));
            await sami.ArmKey(key, intervention);
        }
    }

    private async Task Learn()
    {
        var lines = await ChildProcess.Run("ssh-keyscan", "-p", PortText, Host);
        await File.WriteAllTextAsync(KnownHosts, lines + await ChildProcess.Run("ssh-keyscan", "-p", CompatiblePortText, Host));
        HostKeyFingerprint = (await ChildProcess.Run("ssh-keygen", "-l", "-f", KnownHosts)).Split(' ')[1];
        await File.WriteAllTextAsync(Config, $"""
            Host *
              HostName {Host}
              Port {PortText}
              User {User}
              IdentityFile {Key}
              IdentitiesOnly yes
              UserKnownHostsFile {KnownHosts}
              GlobalKnownHostsFile none
              StrictHostKeyChecking yes
              UpdateHostKeys no

            """);
    }
}
