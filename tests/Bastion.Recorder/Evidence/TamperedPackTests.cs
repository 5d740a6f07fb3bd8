using Bastion.Verify;
using Xunit.Abstractions;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>Whatever is done to a pack, both verifiers say so and name what it was done to. BASTION_TAMPERINGS sets how many bits are flipped (24).</summary>
public sealed class TamperedPackTests(HonestPack pack, ITestOutputHelper output) : IClassFixture<HonestPack>
{
    private static int Flips => int.TryParse(Environment.GetEnvironmentVariable("BASTION_TAMPERINGS"), out var asked) ? asked : 24;

    [Fact]
    public async Task Attack_OfWhoeverHoldsRecordersKeys_IsFoundByBothVerifiers()
    {
        await using var page = await PageVerifier.StartAsync(pack.Trust, pack.Witnessed, HonestPack.Passphrase);
        var attacks = Attacks.On(pack).ToList();
        foreach (var attack in attacks)
        {
            var report = Verified(attack.Zip);
            Assert.True(report.Any(attack.IsCalled), $"{attack}: bastion-verify says {string.Join(" ", report)}");
            var answer = await page.VerifyAsync(attack.Zip);
            Assert.True(answer.Flaws.Any(flaw => attack.IsCalled(flaw.Split(':')[0])), $"{attack}: the page says {string.Join(" ", answer.Flaws)}");
        }
        output.WriteLine($"{attacks.Count} attacks, each found by both");
        Assert.Empty((await page.VerifyAsync(pack.Bytes)).Flaws);
    }

    [Fact]
    public async Task Bit_FlippedAnywhereInTheZip_IsFoundByBothVerifiers()
    {
        await using var page = await PageVerifier.StartAsync(pack.Trust, pack.Witnessed, HonestPack.Passphrase);
        var meaningless = 0;
        foreach (var attack in Attacks.OnBytes(pack, Flips))
        {
            if (IsTheSame(attack.Zip))
            {
                // A bit of the zip's own frame that no reader looks at: date, version, attributes. The files and their names are what they were.
                meaningless++;
                continue;
            }
            Assert.NotEmpty(Verified(attack.Zip));
            Assert.True((await page.VerifyAsync(attack.Zip)).Flaws.Length > 0, attack.Name);
        }
        output.WriteLine($"{Flips} bits, {meaningless} of them in fields of the zip that say nothing about its files");
        Assert.True(meaningless < Flips / 4);
    }

    private bool IsTheSame(byte[] zip)
    {
        try
        {
            var (own, honest) = (new PackSurgery(zip).Files, new PackSurgery(pack.Bytes).Files);
            return own.Count == honest.Count && own.All(file => honest.TryGetValue(file.Key, out var bytes) && bytes.AsSpan().SequenceEqual(file.Value));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private List<string> Verified(byte[] zip)
    {
        try
        {
            var report = new Report();
            using var files = new PackFiles(new MemoryStream(zip));
            PackVerifier.Verify(files, HonestPack.Passphrase, Trust.Parse(pack.Trust), [pack.Witnessed], report);
            return [.. report.Flaws.Select(flaw => flaw.Code)];
        }
        catch (Exception e) when (e is InvalidDataException or IOException or System.Text.Json.JsonException)
        {
            return ["pack"];
        }
    }
}
