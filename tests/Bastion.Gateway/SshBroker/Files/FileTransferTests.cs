using System.Security.Cryptography;
using System.Text.Json;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Tests.Peers;
using Bastion.Testing;

namespace Bastion.Gateway.Tests.SshBroker.Files;

/// <summary>Files through the relay with OpenSSH's programs and a real sshd: each right by itself, each act told.</summary>
[Collection("one at a time")]
public sealed class FileTransferTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory here = new("files");
    private SshDevice device = null!;
    private GatewayUnderTest gateway = null!;

    public async Task InitializeAsync()
    {
        device = await SshDevice.Start();
        gateway = await GatewayUnderTest.StartAsync(device);
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await device.DisposeAsync();
    }

    public void Dispose() => here.Dispose();

    [PeerFact("sftp", "/usr/sbin/sshd", "unshare")]
    public async Task Sftp_PutAndGet_AreExactAndTold()
    {
        var sent = Local("sent", 3_000_000);
        var said = await Run(Sftp($"put {sent} up.bin", "mkdir there", "rename up.bin there/moved.bin", "chmod 640 there/moved.bin", $"get there/moved.bin {here.At("got")}", "rm there/moved.bin", "rmdir there"));

        Assert.Equal("", said);
        var hash = Hash(sent);
        Assert.Equal(hash, Hash(here.At("got")));
        var closed = Events("file.closed");
        Assert.Equal(["in", "out"], closed.Select(one => one.GetProperty("way").GetString()));
        Assert.All(closed, one =>
        {
            Assert.Equal(3_000_000, one.GetProperty("bytes").GetInt64());
            Assert.Equal(hash, one.GetProperty("sha256").GetString());
            Assert.True(one.GetProperty("whole").GetBoolean());
            Assert.Equal("ok", one.GetProperty("outcome").GetString());
        });
        Assert.EndsWith("/up.bin", closed[0].GetProperty("path").GetString(), StringComparison.Ordinal);
        var acts = Events("file.act");
        Assert.Equal(["open", "mkdir", "rename", "attributes", "open", "remove", "rmdir"], acts.Select(one => one.GetProperty("op").GetString()).Where(op => op != "list"));
        Assert.All(Events("file.outcome"), one => Assert.Equal("ok", one.GetProperty("outcome").GetString()));
        await Eventually.True(() => gateway.Recorder.Journal.Any(entry => entry.Kind == "file.written" && entry.Facts["sha256"] == hash), "the file is journaled");
    }

    [PeerFact("sftp", "/usr/sbin/sshd", "unshare")]
    public async Task Sftp_DownloadOnly_RefusesEveryChange()
    {
        gateway.Admin.Controls = new LeaseControls { SftpDown = true, IdleMillis = 600_000, MaxSessions = 3 };
        File.WriteAllText(Path.Combine(device.Home, "log"), "measured");
        var sent = Local("sent", 1000);
        foreach (var command in new[] { $"put {sent} new", "mkdir d", "rm log", "rename log gone", "chmod 777 log", "symlink log s", "ln log h" })
        {
            var said = await Run(Sftp(command));
            Assert.Contains("not granted", said, StringComparison.Ordinal);
        }

        var got = await Run(Sftp($"get log {here.At("log")}"));

        Assert.Equal("", got);
        Assert.Equal("measured", File.ReadAllText(here.At("log")));
        Assert.Equal(["log"], Directory.GetFileSystemEntries(device.Home).Select(Path.GetFileName).Where(name => name![0] != '.'));
        Assert.All(Events("file.refused"), one => Assert.Equal("sftpUp", one.GetProperty("control").GetString()));
        await Eventually.True(() => gateway.Recorder.Journal.Count(entry => entry.Kind == "control.refused" && entry.Facts["name"] == "sftpUp") == 7, "the refusals are journaled");
    }

    [PeerFact("sftp", "/usr/sbin/sshd", "unshare")]
    public async Task Sftp_UploadOnly_RefusesReading()
    {
        gateway.Admin.Controls = new LeaseControls { SftpUp = true, UploadsFree = true, IdleMillis = 600_000, MaxSessions = 3 };
        File.WriteAllText(Path.Combine(device.Home, "log"), "measured");
        var sent = Local("sent", 1000);

        Assert.Contains("not granted", await Run(Sftp($"get log {here.At("log")}")), StringComparison.Ordinal);
        Assert.Equal("", await Run(Sftp($"put {sent} new")));

        Assert.Equal(Hash(sent), Hash(Path.Combine(device.Home, "new")));
        Assert.True(!File.Exists(here.At("log")) || new FileInfo(here.At("log")).Length == 0);
    }

    [PeerTheory("scp", "/usr/sbin/sshd", "unshare")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scp_BothModesBothWays_AreExactAndTold(bool old)
    {
        string[] mode = old ? ["-O"] : [];
        var sent = Local("sent", 2_000_001);
        var tree = here.Folder("tree");
        File.WriteAllText(Path.Combine(tree, "one"), "1");
        Directory.CreateDirectory(Path.Combine(tree, "deep"));
        File.WriteAllText(Path.Combine(tree, "deep", "two"), "22");

        Assert.Equal("", await Run(Options().Scp([.. mode, "-p", sent, "bastion:sent.bin"])));
        Assert.Equal("", await Run(Options().Scp([.. mode, "bastion:sent.bin", here.At("got")])));
        Assert.Equal("", await Run(Options().Scp([.. mode, "-r", tree, "bastion:"])));
        Assert.Equal("", await Run(Options().Scp([.. mode, "-r", "bastion:tree", here.At("back")])));

        Assert.Equal(Hash(sent), Hash(Path.Combine(device.Home, "sent.bin")));
        Assert.Equal(Hash(sent), Hash(here.At("got")));
        Assert.Equal("22", File.ReadAllText(here.At("back/deep/two")));
        var closed = Events("file.closed");
        Assert.Equal(6, closed.Count);
        Assert.All(closed, one => Assert.True(one.GetProperty("whole").GetBoolean(), one.ToString()));
        Assert.All(closed, one => Assert.Equal(old ? "scp" : "sftp", one.GetProperty("by").GetString()));
        Assert.Equal(2, closed.Count(one => one.GetProperty("sha256").GetString() == Hash(sent)));
        Assert.Equal(2, closed.Count(one => one.GetProperty("path").GetString()!.EndsWith("tree/deep/two", StringComparison.Ordinal)));
    }

    [PeerFact("scp", "/usr/sbin/sshd", "unshare")]
    public async Task Scp_WithoutItsControl_IsRefusedAlsoWhenCommandsAreGranted()
    {
        gateway.Admin.Controls = new LeaseControls { Exec = true, UploadsFree = true, ScpDown = true, IdleMillis = 600_000, MaxSessions = 3 };
        var said = await Run(Options().Scp("-O", Local("sent", 10), "bastion:new"));

        Assert.Contains("Sending files by SCP is not granted", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(device.Home, "new")));
    }

    [PeerFact("sftp", "/usr/sbin/sshd", "unshare")]
    public async Task HashOnly_ContentIsNotRecordedAndItsHashIs()
    {
        gateway.Admin.Controls.FilesHashOnly = true;
        var sent = Local("sent", 1_000_000);

        Assert.Equal("", await Run(Sftp($"put {sent} up.bin", $"get up.bin {here.At("got")}")));

        Assert.Equal(Hash(sent), Hash(here.At("got")));
        Assert.True(gateway.Recorder.Bytes(Bastion.Recorder.Contracts.Track.Input).Length < 20_000);
        Assert.True(gateway.Recorder.Bytes(Bastion.Recorder.Contracts.Track.Output).Length < 20_000);
        Assert.All(Events("file.closed"), one => Assert.Equal(Hash(sent), one.GetProperty("sha256").GetString()));
        Assert.Equal(2_000_000, Events("file.bytes").Sum(one => one.GetProperty("bytes").GetInt64()));
        Assert.All(Events("file.bytes"), one => Assert.True(one.GetProperty("running").GetBoolean()));
    }

    [PeerFact("rsync", "/usr/sbin/sshd", "unshare")]
    public async Task UploadsNotFree_CommandGetsNoInputAndRsyncOnlyFetches()
    {
        gateway.Admin.Controls = new LeaseControls { Exec = true, IdleMillis = 600_000, MaxSessions = 3 };
        File.WriteAllText(Path.Combine(device.Home, "log"), "measured");
        var sent = Local("sent", 10);

        Assert.Contains("cannot be checked", await Run(Options().Rsync("-a", sent, "bastion:new")), StringComparison.Ordinal);
        Assert.Equal("", await Run(Options().Rsync("-a", "bastion:log", here.At("log"))));
        await using var client = OpenSshClient.Start(gateway.Technician("cat > new"));
        client.Type("evil");
        client.CloseInput();
        Assert.Equal(1, await client.Exited.Within("ssh ends"));

        Assert.Contains("cannot be checked", client.Errors.Text, StringComparison.Ordinal);
        Assert.Equal("measured", File.ReadAllText(here.At("log")));
        Assert.True(!File.Exists(Path.Combine(device.Home, "new")) || new FileInfo(Path.Combine(device.Home, "new")).Length == 0);
    }

    private OpenSshOptions Options() => gateway.Technician("");

    private OpenSshOptions Sftp(params string[] commands) => Options().Sftp(commands);

    private static async Task<string> Run(OpenSshOptions options)
    {
        await using var client = OpenSshClient.Start(options);
        client.CloseInput();
        var code = await client.Exited.Within(options.Program + " ends");
        var said = string.Join('\n', client.Errors.Text.Split('\n').Where(line => !line.Contains("Permanently added", StringComparison.Ordinal) && line.Trim().Length > 0));
        return code == 0 ? said : $"{code}: {said}";
    }

    private List<JsonElement> Events(string kind) =>
        [.. gateway.Recorder.Events.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonSerializer.Deserialize<JsonElement>(text)).Where(one => one.GetProperty("kind").GetString() == kind)];

    private string Local(string name, int length)
    {
        var file = here.At(name);
        File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(length));
        return file;
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
