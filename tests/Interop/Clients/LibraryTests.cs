using Bastion.Testing;

namespace Bastion.Interop.Clients;

/// <summary>Libraries that technicians' scripts use: each does a command, an upload and a download with an armed key, and signs in with password and code where it can.</summary>
[Collection(InteropCollection.Name)]
public sealed class LibraryTests(InteropHospital bench)
{
    private const string Python = "/usr/bin/python3";
    private const string Paramiko = "/usr/lib/python3/dist-packages/paramiko/__init__.py";
    private const string Asyncssh = "/usr/lib/python3/dist-packages/asyncssh/__init__.py";

    private const string Libssh = "/usr/lib/x86_64-linux-gnu/libssh.so.4";

    [InteropFact(Python, Paramiko)]
    public Task Paramiko_ArmedKey_DoesEverything() => DoEverything("paramiko", Python, [Script("paramiko_client.py")], bench.PortText, bench.Key);

    [InteropFact(Python, Paramiko)]
    public Task Paramiko_PasswordAndCode_RunsACommand() => AskedForACode(Python, [Script("paramiko_client.py")]);

    [InteropFact(Python, Asyncssh)]
    public Task Asyncssh_ArmedKey_DoesEverything() => DoEverything("asyncssh", Python, [Script("asyncssh_client.py")], bench.PortText, bench.Key);

    [InteropFact(Python, Asyncssh)]
    public Task Asyncssh_PasswordAndCode_RunsACommand() => AskedForACode(Python, [Script("asyncssh_client.py")]);

    [InteropFact("rclone")]
    public async Task Rclone_ArmedKey_UpAndDown()
    {
        string[] options =
        [
            "--config", "/dev/null", "--sftp-host", InteropHospital.Host, "--sftp-port", bench.PortText, "--sftp-user", InteropHospital.User,
            "--sftp-key-file", bench.Key, "--sftp-known-hosts-file", bench.KnownHosts, "--sftp-shell-type", "unix", "--retries", "1", "--low-level-retries", "1",
        ];
        (await bench.Run("rclone", ["copyto", .. options, bench.Blob, ":sftp:rclone-up"])).Ended(0);
        bench.AssertUploaded("rclone-up");
        (await bench.Run("rclone", ["copyto", .. options, ":sftp:" + InteropHospital.BlobOnDevice, bench.At("rclone-down")])).Ended(0);
        bench.AssertBlob(bench.At("rclone-down"));
    }

    // libssh 0.10 by its C interface.
    [InteropFact(Python, Libssh)]
    public Task Libssh_ArmedKey_DoesEverything() => DoEverything("libssh", Python, [Script("libssh_client.py")], bench.PortText, bench.Key);

    [InteropFact("node", "npm")]
    public async Task NodeSsh2_ArmedKey_DoesEverything()
    {
        await NodeModules();
        await DoEverything("node", "node", [Path.Combine(bench.At("node"), "ssh2_client.js")], bench.PortText, bench.Key);
    }

    [InteropFact("node", "npm")]
    public async Task NodeSsh2_PasswordAndCode_RunsACommand()
    {
        await NodeModules();
        await AskedForACode("node", [Path.Combine(bench.At("node"), "ssh2_client.js")]);
    }

    private async Task NodeModules()
    {
        if (Directory.Exists(bench.At("node")))
        {
            return;
        }

        Directory.CreateDirectory(bench.At("node"));
        foreach (var file in new[] { "package.json", "package-lock.json", "ssh2_client.js" })
        {
            File.Copy(Script(file), Path.Combine(bench.At("node"), file));
        }

        await ChildProcess.Run("npm", "ci", "--prefix", bench.At("node"), "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error");
    }

    /// <summary>A program of ours for one library: HOST PORT USER KEY BLOB NAME DOWN. It prints what the command said and its status.</summary>
    private async Task DoEverything(string name, string program, string[] script, string port, string key)
    {
        var down = bench.At(name + "-down");
        var ran = await bench.Run(program, [.. script, "key", InteropHospital.Host, port, InteropHospital.User, key, bench.Blob, name + "-up", InteropHospital.BlobOnDevice, down]);
        ran.Ended(0);
        Assert.Contains("said through, status 7", ran.Text, StringComparison.Ordinal);
        bench.AssertUploaded(name + "-up");
        bench.AssertBlob(down);
    }

    private async Task AskedForACode(string program, string[] script)
    {
        var ran = await bench.Run(program, [.. script, "code", InteropHospital.Host, bench.PortText, InteropHospital.User, bench.Password, bench.Code()]);
        ran.Ended(0);
        Assert.Contains("said through, status 7", ran.Text, StringComparison.Ordinal);
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Programs", name);
}
