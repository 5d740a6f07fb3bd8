using Bastion.Testing;

namespace Bastion.Interop.Clients;

/// <summary>OpenSSH and what is built on it.</summary>
[Collection(InteropCollection.Name)]
public sealed class OpenSshTests(InteropHospital bench)
{
    [InteropFact]
    public async Task Ssh_ArmedKey_RunsACommand() =>
        InteropHospital.AssertCommand(await bench.Run("ssh", "-F", bench.Config, "bastion", InteropHospital.Command));

    [InteropFact]
    public async Task Ssh_PasswordAndCode_RunsACommand()
    {
        await using var client = OpenSshClient.Start(bench.Hospital.Ssh() with { Terminal = false, Command = InteropHospital.Command });
        client.CloseInput();
        Assert.Equal(7, await client.Exited.Within("ssh to end"));
        Assert.Equal("through\n", client.Received.Text);
    }

    [InteropFact]
    public async Task Ssh_BinaryThroughPipes_ArrivesUnchanged()
    {
        (await bench.Run("sh", "-c", $"ssh -F {bench.Config} bastion 'cat > ssh-up' < {bench.Blob}")).Ended(0);
        bench.AssertUploaded("ssh-up");
        (await bench.Run("sh", "-c", $"ssh -F {bench.Config} bastion 'cat {InteropHospital.BlobOnDevice}' > {bench.At("ssh-down")}")).Ended(0);
        bench.AssertBlob(bench.At("ssh-down"));
    }

    // The client starts a key exchange every megabyte, in both directions.
    [InteropFact]
    public async Task Ssh_RekeysEveryMegabyte_LosesNothing()
    {
        (await bench.Run("sh", "-c", $"ssh -F {bench.Config} -o RekeyLimit=1M bastion 'tee ssh-rekey' < {bench.Blob} > {bench.At("ssh-rekey")}")).Ended(0);
        bench.AssertUploaded("ssh-rekey");
        bench.AssertBlob(bench.At("ssh-rekey"));
    }

    // A second key is learnt over a connection that the first one vouches for.
    [InteropFact]
    public async Task Ssh_HostKeys_AreAnnouncedAndProven()
    {
        var known = bench.At("known-old");
        await File.WriteAllTextAsync(known, string.Concat((await File.ReadAllLinesAsync(bench.KnownHosts)).Where(line => line.Contains(bench.CompatiblePortText, StringComparison.Ordinal) && line.Contains("ed25519", StringComparison.Ordinal)).Select(line => line + "\n")));
        var ran = await bench.Run("ssh", "-v", "-F", bench.Config, "-p", bench.CompatiblePortText, "-o", "UserKnownHostsFile=" + known, "-o", "UpdateHostKeys=yes", "-o", "HostKeyAlgorithms=ssh-ed25519,ecdsa-sha2-nistp256", "bastion", "sleep 1; exit 7");
        ran.Ended(7);
        Assert.Contains("ecdsa-sha2-nistp256", await File.ReadAllTextAsync(known), StringComparison.Ordinal);
    }

    [InteropFact]
    public async Task Ssh_Shell_OnATerminal()
    {
        await using var client = OpenSshClient.Start(bench.Hospital.Ssh() with { Answers = [], Identity = bench.Key });
        await client.Received.WaitFor("$ ");
        client.Type("stty size; echo shell-$((6*7)); exit 5\n");
        Assert.Equal(5, await client.Exited.Within("ssh to end"));
        Assert.Contains("shell-42", client.Received.Text, StringComparison.Ordinal);
    }

    [InteropFact("sftp")]
    public async Task ControlMaster_ManyChannels_ShareOneConnection()
    {
        var socket = bench.At("master");
        string[] options = ["-F", bench.Config, "-o", "ControlPath=" + socket];
        await using var master = ChildProcess.Start("ssh", [.. options, "-o", "ControlMaster=yes", "-N", "bastion"]);
        await Eventually.True(() => File.Exists(socket), "the master's socket");
        var before = bench.Device.Connections;
        var channels = Enumerable.Range(1, 6).Select(number => bench.Run("ssh", [.. options, "bastion", $"echo {number}; cat {InteropHospital.BlobOnDevice} | sha256sum >&2; exit {number}"]));
        var ran = await Task.WhenAll(channels);
        for (var number = 1; number <= ran.Length; number++)
        {
            ran[number - 1].Ended(number);
            Assert.Equal($"{number}\n", ran[number - 1].Text);
            Assert.Equal(ran[0].Errors, ran[number - 1].Errors);
        }

        (await bench.Run("sftp", [.. options, "-q", "-b", "-", "bastion"], System.Text.Encoding.UTF8.GetBytes($"get {InteropHospital.BlobOnDevice} {bench.At("master-down")}\n"))).Ended(0);
        bench.AssertBlob(bench.At("master-down"));
        Assert.InRange(bench.Device.Connections - before, 0, 1);
        (await bench.Run("ssh", [.. options, "-O", "exit", "bastion"])).Ended(0);
        await master.Exited.Within("the master to end");
    }

    [InteropFact("scp")]
    public async Task Scp_DefaultMode_UpAndDown() => await Copy("scp", []);

    [InteropFact("scp")]
    public async Task Scp_OldProtocol_UpAndDown() => await Copy("scp-o", ["-O"]);

    [InteropFact("sftp")]
    public async Task Sftp_Batch_UpAndDown()
    {
        var batch = $"""
            put {bench.Blob} sftp-up
            get {InteropHospital.BlobOnDevice} {bench.At("sftp-down")}
            mkdir sftp-folder
            rename sftp-up sftp-folder/moved
            ls -l sftp-folder

            """;
        var ran = (await bench.Run("sftp", ["-F", bench.Config, "-b", "-", "bastion"], System.Text.Encoding.UTF8.GetBytes(batch))).Ended(0);
        Assert.Contains("moved", ran.Text, StringComparison.Ordinal);
        bench.AssertUploaded("sftp-folder/moved");
        bench.AssertBlob(bench.At("sftp-down"));
    }

    [InteropFact("rsync")]
    public async Task Rsync_UpAndDown()
    {
        var shell = "ssh -F " + bench.Config;
        (await bench.Run("rsync", "-e", shell, bench.Blob, "bastion:rsync-up")).Ended(0);
        bench.AssertUploaded("rsync-up");
        (await bench.Run("rsync", "-e", shell, "bastion:" + InteropHospital.BlobOnDevice, bench.At("rsync-down"))).Ended(0);
        bench.AssertBlob(bench.At("rsync-down"));
    }

    [InteropFact("sshfs", "fusermount3", "/dev/fuse")]
    public async Task Sshfs_MountedFolder_ReadsAndWrites()
    {
        var mount = Directory.CreateDirectory(bench.At("mount")).FullName;
        await using var sshfs = ChildProcess.Start("sshfs", ["-f", "-F", bench.Config, "bastion:", mount]);
        var over = sshfs.Exited;
        await Eventually.True(() => over.IsCompleted || File.Exists(Path.Combine(mount, InteropHospital.BlobOnDevice)), "the mounted folder");
        Assert.False(over.IsCompleted, sshfs.Errors.Text);
        try
        {
            File.Copy(bench.Blob, Path.Combine(mount, "sshfs-up"));
            bench.AssertBlob(Path.Combine(mount, InteropHospital.BlobOnDevice));
        }
        finally
        {
            await ChildProcess.Run("fusermount3", "-u", mount);
        }

        await over.Within("sshfs to end");
        bench.AssertUploaded("sshfs-up");
    }

    [InteropFact("ansible")]
    public async Task Ansible_PingAndCopy()
    {
        string[] common =
        [
            "all", "-i", "bastion,", "--ssh-common-args", $"-F {bench.Config} -o ControlPath={bench.At("ansible-master")}",
            "-e", "ansible_python_interpreter=/usr/bin/python3",
        ];
        var ping = (await bench.Run("ansible", [.. common, "-m", "ping"])).Ended(0);
        Assert.Contains("pong", ping.Text, StringComparison.Ordinal);
        (await bench.Run("ansible", [.. common, "-m", "copy", "-a", $"src={bench.Blob} dest=ansible-up"])).Ended(0);
        bench.AssertUploaded("ansible-up");
        await bench.Run("ssh", "-F", bench.Config, "-o", "ControlPath=" + bench.At("ansible-master"), "-O", "exit", "bastion");
    }

    [InteropFact("lftp")]
    public async Task Lftp_UpAndDown()
    {
        var script = $"""
            set sftp:auto-confirm yes
            set net:max-retries 1
            set sftp:connect-program "ssh -a -x -F {bench.Config}"
            open sftp://{InteropHospital.User}:@bastion
            put {bench.Blob} -o lftp-up
            get {InteropHospital.BlobOnDevice} -o {bench.At("lftp-down")}

            """;
        (await bench.Run("lftp", "-c", script)).Ended(0);
        bench.AssertUploaded("lftp-up");
        bench.AssertBlob(bench.At("lftp-down"));
    }

    private async Task Copy(string name, string[] mode)
    {
        (await bench.Run("scp", [.. mode, "-q", "-F", bench.Config, bench.Blob, $"bastion:{name}-up"])).Ended(0);
        bench.AssertUploaded($"{name}-up");
        (await bench.Run("scp", [.. mode, "-q", "-F", bench.Config, $"bastion:{InteropHospital.BlobOnDevice}", bench.At($"{name}-down")])).Ended(0);
        bench.AssertBlob(bench.At($"{name}-down"));
    }
}
