using System.Globalization;
using System.Security.Cryptography;

namespace Bastion.Verify;

/// <summary>The journal's entries: each in the tree, each what was written, and none of the intervention left out.</summary>
internal static class EntryCheck
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ExportTolerance = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<JournalEntry> Run(Manifest manifest, JournalPart part, SignedNote? head, ContentKeys? keys, Report report)
    {
        var before = report.Flaws.Count;
        var entries = new List<JournalEntry>();
        var erased = 0;
        foreach (var leaf in part.Entries)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"entry {leaf.Index}");
            try
            {
                if (JournalEntry.IndexOf(leaf.Bytes) != leaf.Index || head is null || !LogTree.Holds(leaf.Bytes, leaf.Index, head.Size, head.Root, leaf.Path))
                    report.Flaw("proof", name, "its proof does not lead to the signed head");
                else if (keys?.Entry(leaf.Index) is { } key)
                    entries.Add(JournalEntry.Open(leaf.Bytes, key));
                else
                    erased++;
            }
            catch (Exception e) when (e is CryptographicException or InvalidDataException)
            {
                report.Flaw("entry", name, "it cannot be opened with its key");
            }
        }
        if (keys is not null && erased == 0 && report.Flaws.Count == before)
            CheckRow(manifest, entries, report);
        if (keys is not null && erased > 0)
            report.NotChecked($"{erased} entries were erased, or their keys are not in the pack: whether others are missing cannot be said");
        if (report.Flaws.Count == before)
            report.Pass($"{part.Entries.Length} entries of the journal, each in the signed head{(keys is null ? "" : "; none of this intervention is missing")}");
        return entries;
    }

    // Each entry names the one before; the export's own is the last.
    private static void CheckRow(Manifest manifest, List<JournalEntry> entries, Report report)
    {
        entries.Sort((a, b) => a.Index.CompareTo(b.Index));
        if (entries.Count == 0 || entries[^1].Index != manifest.Exported || entries[^1].Kind != "evidence.exported")
        {
            report.Flaw("gap", "journal.json", "the entry of the export itself is not the last one");
            return;
        }
        ulong previous = 0;
        foreach (var entry in entries)
        {
            if (!string.Equals(entry.Intervention, manifest.Intervention, StringComparison.OrdinalIgnoreCase))
                report.Flaw("entry", $"entry {entry.Index}", "it is about another intervention");
            else if (entry.Previous != previous)
                report.Flaw("gap", $"entry {entry.Index}", entry.Previous == 0 ? "it says it is the first" : $"the entry before it, {entry.Previous - 1}, is not in the pack");
            previous = entry.Index + 1;
        }
        CheckClock(entries, report);
    }

    // The journal's own clock runs forward, and the export was made when those who signed its head saw it.
    private static void CheckClock(List<JournalEntry> entries, Report report)
    {
        foreach (var (before, after) in entries.Zip(entries.Skip(1)))
        {
            if (after.StoredAt < before.StoredAt - ClockTolerance)
                report.Flaw("clock", $"entry {after.Index}", $"it was stored at {after.StoredAt:u}, before entry {before.Index} at {before.StoredAt:u}: the clock was set back");
        }
        foreach (var seen in report.Seen.Where(seen => (seen - entries[^1].StoredAt).Duration() > ExportTolerance))
            report.Flaw("clock", $"entry {entries[^1].Index}", $"it says {entries[^1].StoredAt:u}, and its head was seen by others at {seen:u}");
    }
}
