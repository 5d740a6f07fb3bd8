using Bastion.Testing;

namespace Bastion.SystemTests.Files;

/// <summary>Where uploads are neither free nor only scanned, an Engineer lets each file pass, and the next try of the same file delivers it.</summary>
public sealed class DeclaredFilesWaitForAnEngineer : AirlockTest
{
    [PeerFact("sshd", "sftp", "scp", "clamd", "unshare", "root")]
    public async Task HeldFile_Released_ArrivesWithTheNextTry()
    {
        await Open("");
        var sent = Local("sent", 200_000);
        var other = Local("other", 200_000);

        Assert.Contains("held, number 1", await Run(Hospital.Ssh().Sftp($"put {sent} fix.bin.filepart")), StringComparison.Ordinal);
        Assert.Contains("held, number 1", await Run(Hospital.Ssh().Sftp($"put {sent} fix.bin.filepart")), StringComparison.Ordinal);
        Assert.Contains("held, number 2", await Run(Hospital.Ssh().Scp("-O", other, "bastion:fix.bin")), StringComparison.Ordinal);
        Assert.False(File.Exists(OnDevice("fix.bin.filepart")) || File.Exists(OnDevice("fix.bin")));
        var claire = await Hospital.Staff("claire.aubanel");
        Assert.Equal([(1, "Held"), (2, "Held")], (await claire.HeldFiles()).OrderBy(file => file.Number).Select(file => (file.Number, file.State)));

        await claire.ReleaseFile(1);
        await claire.RefuseFile(2, "Not the maker's file");

        Assert.Contains("refused this file, number 2: Not the maker's file", await Run(Hospital.Ssh().Scp("-O", other, "bastion:fix.bin")), StringComparison.Ordinal);
        Assert.Contains("held, number 3", await Run(Hospital.Ssh().Sftp($"put {sent} elsewhere.bin")), StringComparison.Ordinal);
        Assert.Equal("", await Run(Hospital.Ssh().Sftp($"put {sent} fix.bin.filepart", "rename fix.bin.filepart fix.bin")));
        Assert.Equal(Hash(sent), Hash(OnDevice("fix.bin")));
        foreach (var kind in new[] { "file.held", "file.scanned", "file.released", "file.refused", "file.delivered" })
        {
            await Evidence.Entry(kind);
        }
    }
}
