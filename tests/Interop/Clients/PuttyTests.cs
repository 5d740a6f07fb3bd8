using Bastion.Testing;

namespace Bastion.Interop.Clients;

/// <summary>PuTTY's programs, which WinSCP and FileZilla share their SSH with.</summary>
[Collection(InteropCollection.Name)]
public sealed class PuttyTests(InteropHospital bench)
{
    [InteropFact("plink", "puttygen")]
    public async Task Plink_ArmedKey_RunsACommand() =>
        InteropHospital.AssertCommand(await bench.Run("plink", [.. await Login(), InteropHospital.Host, InteropHospital.Command]));

    [InteropFact("plink")]
    public async Task Plink_PasswordAndCode_RunsACommand()
    {
        // First the code: the clock that moves for it is also the clock of the time to sign in.
        var code = bench.Code();
        using var screen = new PseudoTerminal();
        string[] arguments = ["-ssh", "-no-antispoof", "-P", bench.PortText, "-l", InteropHospital.User, "-hostkey", bench.HostKeyFingerprint, InteropHospital.Host, "echo plink-$((6*7)); exit 7"];
        await using var plink = screen.Run("plink", arguments, new Dictionary<string, string?> { ["HOME"] = bench.At("home"), ["SSH_AUTH_SOCK"] = null });
        await screen.Screen.WaitFor("assword");
        screen.Type(bench.Password + "\n");
        await screen.Screen.WaitFor("ode");
        screen.Type(code + "\n");
        await screen.Screen.WaitFor("plink-42");
        Assert.Equal(7, await plink.Exited.Within("plink to end"));
    }

    [InteropFact("pscp", "puttygen")]
    public async Task Pscp_BothProtocols_UpAndDown()
    {
        foreach (var mode in new[] { "sftp", "scp" })
        {
            string[] login = ["-" + mode, "-q", .. await Login()];
            (await bench.Run("pscp", [.. login, bench.Blob, $"{InteropHospital.Host}:pscp-{mode}-up"])).Ended(0);
            bench.AssertUploaded($"pscp-{mode}-up");
            (await bench.Run("pscp", [.. login, $"{InteropHospital.Host}:{InteropHospital.BlobOnDevice}", bench.At($"pscp-{mode}-down")])).Ended(0);
            bench.AssertBlob(bench.At($"pscp-{mode}-down"));
        }
    }

    [InteropFact("psftp", "puttygen")]
    public async Task Psftp_Batch_UpAndDown()
    {
        var batch = bench.At("psftp-batch");
        await File.WriteAllTextAsync(batch, $"put {bench.Blob} psftp-up\nget {InteropHospital.BlobOnDevice} {bench.At("psftp-down")}\nquit\n");
        (await bench.Run("psftp", [.. await Login(), "-b", batch, InteropHospital.Host])).Ended(0);
        bench.AssertUploaded("psftp-up");
        bench.AssertBlob(bench.At("psftp-down"));
    }

    private async Task<string[]> Login()
    {
        var key = bench.At("putty.ppk");
        if (!File.Exists(key))
        {
            (await bench.Run("puttygen", bench.Key, "-O", "private", "-o", key)).Ended(0);
        }

        return ["-batch", "-P", bench.PortText, "-l", InteropHospital.User, "-i", key, "-hostkey", bench.HostKeyFingerprint];
    }
}
