using Bastion.Testing;

namespace Bastion.Interop.Clients;

/// <summary>
/// Programs that know nothing of the strict list: by the listener for old programs, and refused at the strict one.
/// dbclient, libssh2 and Net::SSH lack encrypt-then-MAC with AES-CTR and have no GCM; JSch wants NIST curves.
/// </summary>
[Collection(InteropCollection.Name)]
public sealed class OldProgramTests(InteropHospital bench)
{
    private const string Jsch = "/usr/share/java/jsch.jar";
    private const string NetSftp = "/usr/share/doc/ruby-net-sftp/copyright";

    [InteropFact("dbclient", "dropbearconvert")]
    public async Task Dbclient_ArmedKey_RunsACommandAndMovesAFile()
    {
        var login = await Dropbear();
        InteropHospital.AssertCommand(await bench.Run("dbclient", [.. login, InteropHospital.Host, InteropHospital.Command]));
        (await bench.Run("sh", "-c", $"dbclient {string.Join(' ', login)} {InteropHospital.Host} 'cat > dbclient-up' < {bench.Blob}")).Ended(0);
        bench.AssertUploaded("dbclient-up");
        (await bench.Run("sh", "-c", $"dbclient {string.Join(' ', login)} {InteropHospital.Host} 'cat {InteropHospital.BlobOnDevice}' < /dev/null > {bench.At("dbclient-down")}")).Ended(0);
        bench.AssertBlob(bench.At("dbclient-down"));
    }

    [InteropFact("curl")]
    public async Task CurlSftp_ArmedKey_UpAndDown()
    {
        var url = $"sftp://{InteropHospital.Host}:{bench.CompatiblePortText}/";
        string[] login = ["-sS", "--user", InteropHospital.User + ":", "--key", bench.EcdsaPem, "--pubkey", bench.EcdsaPem + ".pub", "--insecure"];
        (await bench.Run("curl", [.. login, "-T", bench.Blob, url + "~/curl-up"])).Ended(0);
        bench.AssertUploaded("curl-up");
        (await bench.Run("curl", [.. login, "-o", bench.At("curl-down"), url + "~/" + InteropHospital.BlobOnDevice])).Ended(0);
        bench.AssertBlob(bench.At("curl-down"));
    }

    [InteropFact("ruby", NetSftp)]
    public Task NetSsh_ArmedKey_DoesEverything() => DoEverything("ruby", "ruby", [Script("net_ssh_client.rb")], bench.RsaPem);

    [InteropFact("javac", Jsch)]
    public async Task Jsch_ArmedKey_DoesEverything()
    {
        var classes = Directory.CreateDirectory(bench.At("java")).FullName;
        await ChildProcess.Run("javac", "-nowarn", "-cp", Jsch, "-d", classes, Script("JschClient.java"));
        await DoEverything("jsch", "java", ["-cp", $"{Jsch}:{classes}", "JschClient"], bench.EcdsaPem);
    }

    [InteropFact]
    public async Task CompatibleListener_CurrentProgram_StillGetsTheBest()
    {
        var ran = await bench.Run("ssh", "-v", "-F", bench.Config, "-p", bench.CompatiblePortText, "bastion", InteropHospital.Command);
        InteropHospital.AssertCommand(ran);
        Assert.Contains("kex: algorithm: curve25519-sha256", ran.Errors, StringComparison.Ordinal);
        Assert.Contains("kex: host key algorithm: ssh-ed25519", ran.Errors, StringComparison.Ordinal);
    }

    [InteropFact]
    public async Task StrictListener_OldAlgorithms_HaveNothingInCommon()
    {
        string[][] old = [["-o", "KexAlgorithms=ecdh-sha2-nistp256"], ["-o", "HostKeyAlgorithms=ecdsa-sha2-nistp256"], ["-c", "aes128-ctr", "-m", "hmac-sha2-256"]];
        foreach (var options in old)
        {
            InteropHospital.AssertCommand(await bench.Run("ssh", [.. options, "-F", bench.Config, "-p", bench.CompatiblePortText, "bastion", InteropHospital.Command]));
            var refused = await bench.Run("ssh", [.. options, "-F", bench.Config, "bastion", InteropHospital.Command]);
            Assert.Equal(255, refused.Code);
            Assert.Contains("no matching", refused.Errors, StringComparison.Ordinal);
        }
    }

    [InteropFact]
    public async Task CompatibleListener_WeakAlgorithms_AreNotThere()
    {
        string[][] weak =
        [
            ["-o", "KexAlgorithms=diffie-hellman-group14-sha1"], ["-o", "KexAlgorithms=diffie-hellman-group1-sha1"], ["-c", "aes256-cbc"], ["-c", "3des-cbc"],
            ["-c", "aes256-ctr", "-m", "hmac-sha1"], ["-o", "HostKeyAlgorithms=ssh-rsa"],
        ];
        foreach (var options in weak)
        {
            var refused = await bench.Run("ssh", [.. options, "-F", bench.Config, "-p", bench.CompatiblePortText, "bastion", InteropHospital.Command]);
            Assert.Equal(255, refused.Code);
            Assert.Contains("no matching", refused.Errors, StringComparison.Ordinal);
        }
    }

    private async Task<string[]> Dropbear()
    {
        var key = bench.At("dropbear-key");
        if (!File.Exists(key))
        {
            (await bench.Run("dropbearconvert", "openssh", "dropbear", bench.Key, key)).Ended(0);
        }

        return ["-y", "-y", "-T", "-i", key, "-p", bench.CompatiblePortText, "-l", InteropHospital.User];
    }

    private async Task DoEverything(string name, string program, string[] script, string key)
    {
        var down = bench.At(name + "-down");
        string[] arguments = [.. script, "key", InteropHospital.Host, bench.CompatiblePortText, InteropHospital.User, key, bench.Blob, name + "-up", InteropHospital.BlobOnDevice, down];
        var ran = (await bench.Run(program, arguments)).Ended(0);
        Assert.Contains("said through, status 7", ran.Text, StringComparison.Ordinal);
        bench.AssertUploaded(name + "-up");
        bench.AssertBlob(down);
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Programs", name);
}
