using System.Runtime.CompilerServices;
using Bastion.Testing;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>A reader in another language, written from docs/formats alone.</summary>
public sealed class StrangerTests(HonestPack pack) : IClassFixture<HonestPack>
{
    [PeerFact("python3")]
    public async Task Python_FollowingTheDocuments_ReadsAndChecksAPack()
    {
        var (code, text) = await ReadAsync(pack.Bytes);
        Assert.True(code == 0, text);
        Assert.Contains("holds: 10 entries", text, StringComparison.Ordinal);
        Assert.Contains("6 frames", text, StringComparison.Ordinal);
        foreach (var name in (string[])["record 1 flipped", "records 1 and 2 swapped", "entry 3 left out", "a session deleted", "a document left out"])
            Assert.NotEqual(0, (await ReadAsync(Attacks.On(pack).Single(attack => attack.Name == name).Zip)).Code);
    }

    private static async Task<(int Code, string Text)> ReadAsync(byte[] zip)
    {
        using var directory = new TemporaryDirectory("stranger");
        await File.WriteAllBytesAsync(directory.At("pack.zip"), zip);
        await using var python = ChildProcess.Start("python3", [Reader(), directory.At("pack.zip"), HonestPack.Passphrase]);
        var code = await python.Exited.Within("the reader to end", TimeSpan.FromMinutes(1));
        return (code, python.Output.Text + python.Errors.Text);
    }

    private static string Reader([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "read_pack.py");
}
