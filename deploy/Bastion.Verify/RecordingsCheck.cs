using System.Security.Cryptography;

namespace Bastion.Verify;

/// <summary>The recordings: each whole, each the one that the journal knows, and one for every session that was opened.</summary>
internal static class RecordingsCheck
{
    public static void Run(PackFiles pack, Manifest manifest, IReadOnlyList<JournalEntry> entries, ContentKeys? keys, ECDsa recorder, IReadOnlyList<ECDsa> leases, Report report)
    {
        foreach (var line in manifest.Recordings)
        {
            if (line.File is null || !Guid.TryParse(line.Id, out var id))
                report.Flaw("missing", line.Id, "the journal knows of it and there is no such recording");
            else
                Check(pack, line, id, entries, keys, recorder, leases, report);
        }
        if (keys is null)
            return;
        var held = manifest.Recordings.Select(line => line.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var recorded = new HashSet<string>();
        foreach (var opened in entries.Where(entry => entry is { Kind: "recording.opened", Service: 3 }))
        {
            recorded.Add(opened.Session);
            if (!held.Contains(opened.Subject))
                report.Flaw("missing", opened.Subject, $"entry {opened.Index} says that it was opened, and it is not in the pack");
        }
        foreach (var activated in entries.Where(entry => entry.Kind == "session.activated" && !recorded.Contains(entry.Session)))
            report.Flaw("gap", $"session {activated.Session}", $"entry {activated.Index} says that it was active, and no recording was opened for it");
    }

    private static void Check(
        PackFiles pack, Manifest.RecordingLine line, Guid id, IReadOnlyList<JournalEntry> entries, ContentKeys? keys, ECDsa recorder, IReadOnlyList<ECDsa> leases, Report report)
    {
        var (replay, input) = (keys?.Recording(line.Id, "replay"), keys?.Recording(line.Id, "input"));
        if (keys is not null && replay is null && line.State == "sealed")
            report.Flaw("keys", line.Id, "its key is not in the pack although it was not erased");
        try
        {
            using var check = new RecordingCheck(id, replay, input, recorder, leases);
            using var file = pack.Open(line.File!);
            var found = check.Run(file);
            if (keys is not null)
                CompareWithJournal(found, line, entries, report);
            var read = replay is null ? line.State == "erased" ? "erased: chain and signatures only" : "chain and signatures" : "decrypted";
            report.Pass($"recording {line.Id}: {found.Records} records, {found.Frames} frames, {read}, ended {found.EndReason}{(found.Recovered ? ", recovered after a crash" : "")}");
            if (found.HasInput && input is null && replay is not null)
                report.Pass($"recording {line.Id}: typed input is sealed; its bytes are in the checked chain, its key is not in the pack");
        }
        catch (RecordingFlaw flaw)
        {
            report.Flaw(flaw.Code, line.Id, $"at byte {flaw.At}: {flaw.Message}");
        }
        catch (InvalidDataException e)
        {
            report.Flaw("missing", line.Id, e.Message);
        }
    }

    private static void CompareWithJournal(CheckedRecording found, Manifest.RecordingLine line, IReadOnlyList<JournalEntry> entries, Report report)
    {
        var known = entries.FirstOrDefault(entry => entry is { Kind: "recording.sealed", Service: 3 } && string.Equals(entry.Subject, line.Id, StringComparison.OrdinalIgnoreCase));
        if (known is null)
            report.Flaw("journal", line.Id, "the journal does not say that it was sealed");
        else if (known.Facts.GetValueOrDefault("head") != Convert.ToHexStringLower(found.Head) || known.Facts.GetValueOrDefault("reason") != found.EndReason)
            report.Flaw("journal", line.Id, "its seal is another than the journal's");
    }
}
