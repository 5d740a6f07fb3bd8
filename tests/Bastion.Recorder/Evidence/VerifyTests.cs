using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>bastion-verify, which shares nothing with Recorder but the documents of the formats.</summary>
public sealed class VerifyTests(HonestPack pack) : IClassFixture<HonestPack>
{
    [Fact]
    public void Honest_WithAllThatCanBeGiven_Holds()
    {
        var report = Verify(pack.Bytes);
        Assert.Equal([], report.Flaws);
        Assert.Equal([], report.Unchecked);
        Assert.Contains(report.Passed, text => text.Contains("none of this intervention is missing", StringComparison.Ordinal));
        Assert.Contains(report.Passed, text => text.Contains("signed by witness", StringComparison.Ordinal));
        Assert.Contains(report.Passed, text => text.Contains("head stamped at", StringComparison.Ordinal));
        Assert.Equal(2, report.Passed.Count(text => text.Contains("decrypted, ended TechnicianClosed", StringComparison.Ordinal)));
    }

    [Fact]
    public void Honest_WithoutPassphraseOrTrust_SaysWhatCouldNotBeChecked()
    {
        var report = Verify(pack.Bytes, passphrase: null, trusted: false);
        Assert.Equal([], report.Flaws);
        Assert.Equal(2, report.Unchecked.Count);
    }

    [Fact]
    public async Task Command_AnswersWhatScriptsNeed()
    {
        using var directory = new Bastion.Testing.TemporaryDirectory("verify");
        var (zip, phrase, trust, head) = (directory.At("pack.zip"), directory.At("phrase"), directory.At("trust.json"), directory.At("head"));
        await File.WriteAllBytesAsync(zip, pack.Bytes);
        await File.WriteAllTextAsync(phrase, HonestPack.Passphrase + "\n");
        await File.WriteAllBytesAsync(trust, pack.Trust);
        await File.WriteAllTextAsync(head, pack.Witnessed);
        using var output = new StringWriter();
        Assert.Equal(0, await Command.RunAsync([zip, "--passphrase-file", phrase, "--trust", trust, "--witness-checkpoint", head, "--extract", directory.At("out")], output, output));
        Assert.EndsWith("The pack holds.\n", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("%PDF-1.4 a report", await File.ReadAllTextAsync(directory.At("out") + "/report.pdf"));
        Assert.Equal(3, await Command.RunAsync([zip], output, output));
        Assert.Equal(2, await Command.RunAsync(["--trust"], output, output));
        var bytes = pack.Bytes.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(zip, bytes);
        Assert.Equal(1, await Command.RunAsync([zip, "--quiet"], output, output));
    }

    private Report Verify(byte[] zip, string? passphrase = HonestPack.Passphrase, bool trusted = true)
    {
        var report = new Report();
        using var files = new PackFiles(new MemoryStream(zip));
        PackVerifier.Verify(files, passphrase, trusted ? Trust.Parse(pack.Trust) : null, trusted ? [pack.Witnessed] : [], report);
        return report;
    }
}
