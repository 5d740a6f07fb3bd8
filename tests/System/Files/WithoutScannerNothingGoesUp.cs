using Bastion.Testing;

namespace Bastion.SystemTests.Files;

/// <summary>Nobody scans: no upload, said at once, before the first byte of the file.</summary>
public sealed class WithoutScannerNothingGoesUp : AirlockTest
{
    protected override bool HasScanner => false;

    [PeerFact("sshd", "sftp", "scp", "unshare", "root")]
    public async Task Upload_NoScanner_IsRefusedAndDownloadWorks()
    {
        await Open("uploadsScanned");
        File.WriteAllText(OnDevice("log"), "measured");
        var sent = Local("sent", 1000);

        Assert.Contains("cannot check uploads now", await Run(Hospital.Ssh().Sftp($"put {sent}")), StringComparison.Ordinal);
        Assert.Contains("cannot check uploads now", await Run(Hospital.Ssh().Scp("-O", sent, "bastion:sent")), StringComparison.Ordinal);
        Assert.Equal("", await Run(Hospital.Ssh().Sftp($"get log {sent}.back")));

        Assert.False(File.Exists(OnDevice("sent")));
        Assert.Equal("measured", File.ReadAllText(sent + ".back"));
    }
}
