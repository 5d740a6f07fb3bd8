using Bastion.Admin.Interventions;
using Bastion.Admin.Persistence;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Oversight.Night;

/// <summary>
/// Admin's tables against the journal: every entry that Admin said must stand in its table with the same words and the same number, every row that
/// was acknowledged in the journal; and what was approved must have an entry that says so.
/// </summary>
internal sealed class JournalComparison(AdminStore store, Recorder.Contracts.Journal.JournalClient journal)
{
    private const int Page = 5000;
    private const int MaxDifferences = 100;

    /// <summary>Each difference in words; empty when there is none.</summary>
    /// <exception cref="RpcException">Recorder does not answer.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        var rows = await store.ReadAsync(db => db.Outbox.ToDictionaryAsync(row => row.Id, cancellation));
        var differences = new List<string>();
        var unknown = new SortedDictionary<ulong, (Guid Id, string Text)>();
        var approved = new HashSet<Guid>();
        var (next, oldest) = (0UL, ulong.MaxValue);
        while (true)
        {
            var read = 0;
            using var call = journal.Read(new ReadJournalRequest { FromIndex = next, Limit = Page }, cancellationToken: cancellation);
            await foreach (var stored in call.ResponseStream.ReadAllAsync(cancellation))
            {
                read++;
                next = stored.Index + 1;
                oldest = Math.Min(oldest, stored.Index);
                if (stored.Service == "admin")
                {
                    Compare(stored, rows, differences, unknown, approved);
                    Restored(stored, unknown);
                }
            }
            if (read < Page)
                break;
        }
        // What was said while the journal was read stands in the table by now.
        var late = unknown.Values.Select(one => one.Id).ToList();
        var known = late.Count == 0 ? [] : await store.ReadAsync(db => db.Outbox.Where(row => late.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellation));
        differences.AddRange(unknown.Values.Where(one => !known.Contains(one.Id)).Select(one => one.Text));
        // What is older than the oldest entry that can still be read was erased with its month.
        differences.AddRange(rows.Values.Where(row => row.JournalIndex is { } index && (ulong)index >= oldest).OrderBy(row => row.Sequence)
            .Select(row => $"{row.Kind}, {row.At:u}, {row.ActorName}: the table has it acknowledged as number {row.JournalIndex}, the journal has not."));
        differences.AddRange(await ApprovedAsync(approved, oldest, cancellation));
        return [.. differences.Take(MaxDifferences)];
    }

    private static void Compare(StoredEntry stored, Dictionary<Guid, OutboxEntry> rows, List<string> differences, SortedDictionary<ulong, (Guid Id, string Text)> unknown, HashSet<Guid> approved)
    {
        var entry = stored.Entry;
        if (entry.Kind is "intervention.approved" or "decision.approved" or "emergency.opened" && Guid.TryParse(entry.InterventionId, out var intervention))
            approved.Add(intervention);
        var id = Guid.TryParse(entry.Id, out var said) ? said : Guid.Empty;
        if (!rows.Remove(id, out var row))
            unknown[stored.Index] = (id, $"Entry {stored.Index} ({entry.Kind}, {entry.Actor?.Name}): Admin's table has no such row.");
        else if (row.JournalIndex is { } index && index != (long)stored.Index)
            differences.Add($"Entry {stored.Index} ({entry.Kind}): Admin's table says it is number {row.JournalIndex}.");
        else if (!Same(row, entry))
            differences.Add($"Entry {stored.Index} ({entry.Kind}): Admin's table says something else.");
    }

    // A store that was restored does not know what was said after its backup, and the journal says where that ends.
    private static void Restored(StoredEntry stored, SortedDictionary<ulong, (Guid Id, string Text)> unknown)
    {
        if (stored.Entry.Kind != Restoration.Kind || !long.TryParse(stored.Entry.Facts.GetValueOrDefault(Restoration.LastIndex), out var last))
            return;
        foreach (var index in unknown.Keys.Where(index => (long)index > last && index < stored.Index).ToList())
            unknown.Remove(index);
    }

    private static bool Same(OutboxEntry row, Entry entry)
    {
        try
        {
            return Entry.Parser.ParseFrom(row.Payload).Equals(entry) && row.Kind == entry.Kind && row.Reason == entry.Reason && row.ActorName == (entry.Actor?.Name ?? "");
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private async Task<IEnumerable<string>> ApprovedAsync(HashSet<Guid> approved, ulong oldest, CancellationToken cancellation)
    {
        // Erased months say nothing any more about what is as old as they.
        if (oldest > 0)
            return [];
        var states = await store.ReadAsync(db => db.Interventions
            .Where(one => one.State == InterventionState.Approved || one.State == InterventionState.Open).Select(one => new { one.Id, one.Number, one.State }).ToListAsync(cancellation));
        return states.Where(one => !approved.Contains(one.Id)).Select(one => $"{one.Number} is {one.State} in Admin's table, and the journal knows of no approval.");
    }
}
