using System.IO.Compression;
using Bastion.Testing;
using Microsoft.Playwright;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>verify.html as it lies in the pack, opened from the disk by a Chromium without a network.</summary>
public sealed class ChromiumTests(HonestPack pack) : IClassFixture<HonestPack>
{
    [PeerFact("chromium")]
    public async Task Page_OpenedFromDisk_IsGreenOnAnHonestPackPlaysIt_AndNamesTheCulpritOfEachTamperedOne()
    {
        using var directory = new TemporaryDirectory("chromium");
        using (var archive = new ZipArchive(new MemoryStream(pack.Bytes)))
            archive.GetEntry("verify.html")!.ExtractToFile(directory.At("verify.html"));
        await File.WriteAllBytesAsync(directory.At("trust.json"), pack.Trust);
        await File.WriteAllTextAsync(directory.At("head.txt"), pack.Witnessed);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = PeerProgram.Find("chromium"), Args = ["--no-sandbox", "--disable-gpu"] });
        var context = await browser.NewContextAsync(new() { Offline = true, Locale = "fr-FR" });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.Request += (_, request) => complaints.AddRange(request.Url.StartsWith("file:", StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal) || request.Url.StartsWith("blob:", StringComparison.Ordinal) ? [] : [request.Url]);
        await page.GotoAsync("file://" + directory.At("verify.html"));

        Assert.Equal("good", await VerdictAsync(page, directory, pack.Bytes));
        Assert.Equal("Tout est intact", await page.InnerTextAsync("#verdict h2"));
        await page.ClickAsync("#recordings nav button");
        await page.EvalOnSelectorAsync("#position", "x => { x.value = 1000; x.dispatchEvent(new Event('input')); }");
        await page.WaitForFunctionAsync("() => document.querySelector('.xterm-rows').innerText.includes('é bye')");
        Assert.Contains("Gelée", await page.InnerTextAsync("#marks"), StringComparison.Ordinal);

        var attacks = Attacks.On(pack).ToList();
        foreach (var name in (string[])["record 1 flipped", "records 1 and 2 swapped", "entry 2 left out", "a session deleted", "Recorder's key swapped for the attacker's", "the head without its witness", "a document replaced"])
        {
            var attack = attacks.Single(one => one.Name == name);
            Assert.Equal("bad", await VerdictAsync(page, directory, attack.Zip));
            var culprits = await page.InnerTextAsync("#flaws");
            Assert.True(culprits.Length > 0, name);
            if (name.StartsWith("record", StringComparison.Ordinal))
                Assert.Contains(pack.Recordings[0], culprits, StringComparison.Ordinal);
            if (name.StartsWith("entry 2", StringComparison.Ordinal))
                Assert.Contains("entry", culprits, StringComparison.Ordinal);
        }
        Assert.Equal([], complaints);
    }

    private static async Task<string> VerdictAsync(IPage page, TemporaryDirectory directory, byte[] zip)
    {
        await File.WriteAllBytesAsync(directory.At("pack.zip"), zip);
        await page.SetInputFilesAsync("#pack", directory.At("pack.zip"));
        await page.FillAsync("#passphrase", HonestPack.Passphrase);
        await page.EvalOnSelectorAsync("details", "x => x.open = true");
        await page.SetInputFilesAsync("#trust", directory.At("trust.json"));
        await page.SetInputFilesAsync("#witnessed", directory.At("head.txt"));
        await page.ClickAsync("form button[type=submit]");
        var verdict = page.Locator("#verdict:not([hidden])");
        await verdict.WaitForAsync(new() { Timeout = 60_000 });
        return await verdict.GetAttributeAsync("class") ?? "";
    }
}
