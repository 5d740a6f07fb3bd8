using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Journal;

/// <summary>A reading of the journal: cheap tests on the index first, then the entry itself.</summary>
internal sealed class JournalQuery(JournalStore journal, ReadJournalRequest request)
{
    private const int DefaultLimit = 200;
    private const int MaxLimit = 5000;

    private readonly ulong _intervention = IndexedEntry.Short(request.InterventionId);
    private readonly ulong _device = IndexedEntry.Short(request.DeviceId);
    private readonly ulong _session = IndexedEntry.Short(request.SessionId);
    private readonly ulong _person = IndexedEntry.Short(request.PersonId);
    private readonly long _from = request.From is null ? long.MinValue : IndexedEntry.Micros(request.From);
    private readonly long _until = request.Until is null ? long.MaxValue : IndexedEntry.Micros(request.Until);

    /// <summary>In order, or newest first; from_index is the first to look at (0 with newest_first: the newest).</summary>
    public IEnumerable<StoredEntry> Run()
    {
        var left = request.Limit <= 0 ? DefaultLimit : Math.Min(request.Limit, MaxLimit);
        foreach (var index in Candidates(journal.Size))
        {
            if (!MayMatch(journal.At(index)))
                continue;
            var stored = journal.Read(index);
            if (!Matches(stored))
                continue;
            yield return stored;
            if (--left == 0)
                yield break;
        }
    }

    private IEnumerable<ulong> Candidates(ulong size)
    {
        if (!request.NewestFirst)
        {
            for (var index = request.FromIndex; index < size; index++)
                yield return index;
            yield break;
        }
        var newest = request.FromIndex == 0 ? size : Math.Min(size, request.FromIndex + 1);
        for (var index = newest; index > 0; index--)
            yield return index - 1;
    }

    private bool MayMatch(in IndexedEntry entry) =>
        !entry.IsErased
        && entry.Kind.StartsWith(request.KindPrefix, StringComparison.Ordinal)
        && (_intervention == 0 || _intervention == entry.Intervention)
        && (_device == 0 || _device == entry.Device)
        && (_session == 0 || _session == entry.Session)
        && (_person == 0 || _person == entry.Actor || _person == entry.Subject)
        && entry.AtMicros >= _from && entry.AtMicros < _until;

    private bool Matches(StoredEntry stored)
    {
        var entry = stored.Entry;
        return IsAsked(request.InterventionId, entry.InterventionId)
            && IsAsked(request.DeviceId, entry.DeviceId)
            && IsAsked(request.SessionId, entry.SessionId)
            && (request.PersonId.Length == 0 || request.PersonId == entry.Actor?.Id || request.PersonId == entry.SubjectId)
            && (request.Text.Length == 0 || Texts(entry).Any(text => text.Contains(request.Text, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsAsked(string asked, string value) => asked.Length == 0 || asked == value;

    private static IEnumerable<string> Texts(Entry entry) =>
        [entry.Kind, entry.Actor?.Name ?? "", entry.Reason, entry.Source, .. entry.Facts.Values];
}
