using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Recorder.Contracts;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Admin.Web.Recordings;

/// <summary>Recordings as this reader may see them: an auditor all, an engineer those of interventions in scope.</summary>
internal sealed class RecordingShelf(Evidence.EvidenceClient evidence, Recorder.Contracts.Journal.JournalClient journal, InterventionReader interventions)
{
    private const int MaxLines = 500;
    private const int MaxEntries = 5000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Newest first; null when Recorder does not answer.</summary>
    public async Task<IReadOnlyList<RecordingLine>?> ListAsync(StaffContext who, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var request = new ListRecordingsRequest { Limit = MaxLines };
        if (from is { } first)
            request.From = Timestamp.FromDateTimeOffset(first);
        if (until is { } last)
            request.Until = Timestamp.FromDateTimeOffset(last);
        var lines = new List<RecordingLine>();
        try
        {
            using var call = evidence.List(request, cancellationToken: patience.Token);
            await foreach (var summary in call.ResponseStream.ReadAllAsync(patience.Token))
                lines.Add(RecordingLine.Of(summary));
            await MarkFilesAsync(lines, request, patience.Token);
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        if (who.Role == StaffRole.Auditor)
            return lines;
        var visible = (await interventions.ListAsync(who, new InterventionFilter([], Limit: 5000), cancellation)).Select(row => row.Id.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. lines.Where(line => visible.Contains(line.Lease.InterventionId))];
    }

    /// <summary>Files that went to a device or came from it are in the journal, by session.</summary>
    private async Task MarkFilesAsync(List<RecordingLine> lines, ListRecordingsRequest listed, CancellationToken cancellation)
    {
        var request = new ReadJournalRequest { KindPrefix = "file.", NewestFirst = true, Limit = MaxEntries, From = listed.From };
        var (sent, fetched) = (new HashSet<string>(), new HashSet<string>());
        using var call = journal.Read(request, cancellationToken: cancellation);
        await foreach (var stored in call.ResponseStream.ReadAllAsync(cancellation))
        {
            if (stored.Entry.Kind is "file.written" or "file.delivered")
                sent.Add(stored.Entry.SessionId);
            else if (stored.Entry.Kind == "file.read")
                fetched.Add(stored.Entry.SessionId);
        }
        for (var i = 0; i < lines.Count; i++)
            lines[i] = lines[i] with { FilesIn = sent.Contains(lines[i].Summary.SessionId), FilesOut = fetched.Contains(lines[i].Summary.SessionId) };
    }

    /// <summary>Null: no such recording, or not this reader's to see.</summary>
    /// <exception cref="RpcException">Recorder does not answer.</exception>
    public async Task<RecordingLine?> FindAsync(StaffContext who, string id, CancellationToken cancellation)
    {
        RecordingSummary summary;
        try
        {
            summary = await evidence.GetAsync(new GetRecordingRequest { RecordingId = id }, cancellationToken: cancellation);
        }
        catch (RpcException missing) when (missing.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
        var line = RecordingLine.Of(summary);
        return who.Role == StaffRole.Auditor || await interventions.GetAsync(who, line.Lease.InterventionId, cancellation) is not null ? line : null;
    }
}
