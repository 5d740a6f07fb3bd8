using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>Who has Recorder's disk and all of its keys, and not the witness.</summary>
public sealed class RewrittenHistoryTests : IAsyncLifetime, IDisposable
{
    private readonly HonestPack _pack = new();
    private readonly TemporaryDirectory _yesterday = new("yesterday");

    public async Task InitializeAsync()
    {
        await _pack.InitializeAsync();
        await _pack.Recorder.StopAsync();
        Copy(_pack.Recorder.DataDirectory, _yesterday.Path);
        await _pack.Recorder.StartAgainAsync();
        await _pack.RecordAsync("what must not have been");
        await _pack.ExportAsync();
    }

    public Task DisposeAsync() => _pack.DisposeAsync();

    public void Dispose() => _yesterday.Dispose();

    [Fact]
    public async Task Disk_RolledBackToYesterday_IsContradictedByTheWitness()
    {
        await RestoreAsync(_yesterday.Path);
        var forged = await _pack.ExportAsync();
        Assert.Contains(await FlawsAsync(forged), flaw => flaw.Code == "witness");
        await Eventually.True(async () => (await StatusAsync()).Contradiction.Contains("rolled back", StringComparison.Ordinal), "the contradiction to be in the status");
        Assert.NotEmpty(await _pack.Recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "journal.contradicted" }));
    }

    [Fact]
    public async Task History_ForkedAndGrownBeyondTheWitnesses_IsContradictedByTheWitness()
    {
        await RestoreAsync(_yesterday.Path);
        for (var i = 0; i < 40; i++)
            await _pack.SayAsync("intervention.noted", "filling up");
        var forged = await _pack.ExportAsync();
        Assert.Contains(await FlawsAsync(forged), flaw => flaw.Code == "witness");
        Assert.Contains("is not in this journal", (await StatusAsync()).Contradiction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_WrittenAnewFromNothing_IsContradictedByTheWitness()
    {
        using var empty = new TemporaryDirectory("empty");
        await RestoreAsync(empty.Path);
        await _pack.SayAsync("intervention.requested", "A nicer story");
        await _pack.RecordAsync("a nicer session");
        Assert.Contains(await FlawsAsync(await _pack.ExportAsync()), flaw => flaw.Code == "witness");
    }

    private async Task<RecorderStatus> StatusAsync() => await _pack.Recorder.Journal.StatusAsync(new StatusRequest());

    private async Task<List<Flaw>> FlawsAsync(byte[] zip)
    {
        var report = new Report();
        using (var files = new PackFiles(new MemoryStream(zip)))
            PackVerifier.Verify(files, HonestPack.Passphrase, Trust.Parse(_pack.Trust), [await _pack.Witness.LatestAsync()], report);
        await using var page = await PageVerifier.StartAsync(_pack.Trust, await _pack.Witness.LatestAsync(), HonestPack.Passphrase);
        Assert.Contains((await page.VerifyAsync(zip)).Flaws, flaw => flaw.StartsWith("witness:", StringComparison.Ordinal));
        return report.Flaws;
    }

    private async Task RestoreAsync(string from)
    {
        await _pack.Recorder.StopAsync();
        Directory.Delete(_pack.Recorder.DataDirectory, recursive: true);
        Directory.CreateDirectory(_pack.Recorder.DataDirectory);
        Copy(from, _pack.Recorder.DataDirectory);
        await _pack.Recorder.StartAgainAsync();
    }

    private static void Copy(string from, string to)
    {
        foreach (var directory in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(directory.Replace(from, to, StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
            File.Copy(file, file.Replace(from, to, StringComparison.Ordinal), overwrite: true);
    }
}
