using System.Text.Json;
using System.Text.Json.Nodes;
using Bastion.Hosting;
using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>What somebody who holds every key, Admin's and the journal's too, writes into a pack that is signed in all its parts: both verifiers say what is wrong with it.</summary>
public sealed class BothVerifiersTests : IDisposable
{
    private readonly SyntheticPack _pack = new();

    public void Dispose() => _pack.Dispose();

    [Fact]
    public async Task Pack_ThatContradictsItself_IsNamedByBothVerifiers()
    {
        await using var page = await PageVerifier.StartAsync(JsonSerializer.SerializeToUtf8Bytes(_pack.Trust, JsonSerializerOptions.Web), null, SyntheticPack.Passphrase);
        await SameAsync(page, "honest", null);

        var entries = _pack.Entries.ToList();
        await WithAsync("clock set back by an hour between two entries", "clock", () => _pack.Entries[2] = entries[2] with { StoredAt = -3600 });
        await WithAsync("clock set back before all of it, the witness's is right", "clock", () => _pack.WitnessedAt = 3600);
        await WithAsync("clock set forward, the witness's is right", "clock", () => _pack.WitnessedAt = -3600);
        await WithAsync("a session was active and never recorded", "gap", () => _pack.Entries[1] = entries[1] with { Kind = "intervention.noted" });
        await WithAsync("Gateway says that a recording was opened", "gap", () => _pack.Entries[1] = entries[1] with { Service = Plane.Gateway });
        await WithAsync("an entry says it is the first", "gap", () => _pack.Entries[2] = entries[2] with { Previous = 0 });
        await WithAsync("an entry of another intervention", "entry", () => _pack.Entries[2] = entries[2] with { Intervention = Guid.NewGuid().ToString() });
        await WithAsync("the export is of another kind", "gap", () => _pack.Entries[4] = entries[4] with { Kind = "evidence.viewed" });
        await WithAsync("the journal says another end", "journal", () => _pack.Entries[3] = SyntheticPack.Sealed(_pack.Recordings[0], 3, "GatewayLost"));
        await WithAsync("the journal says no end", "journal", () => _pack.Entries[3] = entries[3] with { Kind = "intervention.noted" });
        await WithAsync("the export names another document", "document", () => _pack.Entries[4] = entries[4] with { Facts = new() { ["document.report.pdf"] = SyntheticPack.Hash("another") } });
        await WithAsync("the export names a document more", "document", () => _pack.Entries[4] = entries[4] with { Facts = new(entries[4].Facts) { ["document.more.pdf"] = SyntheticPack.Hash("more") } });
        await WithAsync("no witness signed", "witness", () => _pack.WitnessedAt = null);
        await WithAsync("the head is another journal's", "checkpoint", () => _pack.Manifest = manifest => manifest["origin"] = "other/journal");
        await WithAsync("an entry's key is another's", "entry", () => _pack.Keys = keys => keys["entries"]!["3"] = Convert.ToBase64String(new byte[32]));
        await WithAsync("the recording's key left out", "keys", () => _pack.Keys = keys => keys["recordings"] = new JsonObject());
        await WithAsync("the lease is signed by somebody else", "lease", () => Record(_pack.Recordings[0], new RecordForge(_pack.Recordings[0].Id, _pack.Recordings[0].Keys, _pack.Recorder).Open(_pack.Recorder).Seal()));
        foreach (var (what, code, write) in Recordings())
            await WithAsync(what, code, () => Record(_pack.Recordings[0], write(new RecordForge(_pack.Recordings[0].Id, _pack.Recordings[0].Keys, _pack.Recorder).Open(_pack.Lease))));

        async Task WithAsync(string what, string code, Action tamper)
        {
            var (recording, keys, witnessed) = ((_pack.Recordings[0].Bytes, _pack.Recordings[0].Head), _pack.Keys, _pack.WitnessedAt);
            tamper();
            await SameAsync(page, what, code);
            ((_pack.Recordings[0].Bytes, _pack.Recordings[0].Head), _pack.Keys, _pack.WitnessedAt, _pack.Manifest) = (recording, keys, witnessed, null);
            _pack.Entries.Clear();
            _pack.Entries.AddRange(entries);
        }
    }

    private static IEnumerable<(string What, string Code, Func<RecordForge, RecordForge> Write)> Recordings()
    {
        var shown = RecordForge.Frame(1, "$ ");
        yield return ("a batch less, counted as if it were there", "order", forge => forge.Batch(parts: [shown]).Seal(sequence: 2, frames: 2));
        yield return ("a number left out", "order", forge =>
        {
            forge.Number++;
            return forge.Batch(parts: [shown]).Seal();
        });
        yield return ("a sequence left out", "order", forge => forge.Batch(sequence: 2, parts: [shown]).Seal());
        yield return ("a recovery that the seal does not own up to", "order", forge => forge.Recover().Seal(recovered: 0));
        yield return ("a seal that is not signed", "signature", forge => forge.Add(4, 1, clear: new byte[33], signature: 0));
        yield return ("no seal", "seal", forge => forge.Batch(parts: [shown]));
        yield return ("a record behind the seal", "trailing", forge => forge.Seal().Batch(parts: [shown]));
        yield return ("frames that do not fill their batch", "content", forge => forge.Batch(frames: 0, parts: [shown]).Seal());
        yield return ("typed input that no frame has", "content", forge => forge.Batch("ls\r", parts: [shown]).Seal());
        yield return ("a packed part of another length", "content", forge => forge.Add(2, 2, 0, RecordForge.U64(1), RecordForge.Packed(new byte[3000], 2999)).Seal());
    }

    private void Record(SyntheticRecording recording, RecordForge forge)
    {
        (recording.Bytes, recording.Head) = (forge.Bytes, forge.Head);
        _pack.Entries[3] = SyntheticPack.Sealed(recording, 3);
    }

    private async Task SameAsync(PageVerifier page, string what, string? code)
    {
        var zip = _pack.Build();
        var report = new Report();
        using (var files = new PackFiles(new MemoryStream(zip)))
            PackVerifier.Verify(files, SyntheticPack.Passphrase, _pack.Trust, [], report);
        var answer = await page.VerifyAsync(zip);
        if (code is null)
        {
            Said.Nothing(report);
            Assert.Equal([], answer.Flaws);
            return;
        }
        Assert.True(report.Flaws.Exists(flaw => flaw.Code == code), $"{what}: bastion-verify says {string.Join("; ", Said.Flaws(report))}");
        Assert.True(answer.Flaws.Any(flaw => flaw.StartsWith(code + ":", StringComparison.Ordinal)), $"{what}: the page says {string.Join("; ", answer.Flaws)}");
    }
}
