using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Grpc.Core;

namespace Bastion.Hospitals;

/// <summary>Reads evidence and journal as Admin does.</summary>
public sealed class EvidenceReader(Evidence.EvidenceClient evidence, Journal.JournalClient journal)
{
    private static readonly Viewer Reader = new() { PersonId = Guid.Empty.ToString("D"), Name = "System test", Role = "Auditor", Reason = "Proof of a promise" };

    public async Task<IReadOnlyList<RecordingSummary>> List(Action<ListRecordingsRequest>? filter = null)
    {
        var request = new ListRecordingsRequest { Limit = 5000 };
        filter?.Invoke(request);
        using var call = evidence.List(request);
        return await call.ResponseStream.ReadAllAsync().ToListAsync();
    }

    public async Task<Recorded> Read(string recordingId)
    {
        using var call = evidence.Read(new ReadRecordingRequest { RecordingId = recordingId, IncludeInput = true, Viewer = Reader });
        var frames = await call.ResponseStream.ReadAllAsync().ToListAsync();
        return new Recorded(await evidence.GetAsync(new GetRecordingRequest { RecordingId = recordingId }), frames);
    }

    /// <summary>What happened to files, as the replay page lists it.</summary>
    public async Task<IReadOnlyList<FileLine>> Files(string recordingId)
    {
        using var call = evidence.Files(new ReadRecordingRequest { RecordingId = recordingId, Viewer = Reader });
        return await call.ResponseStream.ReadAllAsync().ToListAsync();
    }

    public async Task<Verification> Verify(string recordingId) => await evidence.VerifyAsync(new GetRecordingRequest { RecordingId = recordingId });

    /// <summary>The one recording of an intervention, once it is sealed.</summary>
    public async Task<Recorded> Sealed(string interventionId)
    {
        var summary = await Eventually.Value(
            async () => (await List(request => request.InterventionId = interventionId)).FirstOrDefault(one => one.State == "Sealed"),
            "a sealed recording");
        return await Read(summary.RecordingId);
    }

    /// <summary>Follows a live recording as a watcher does.</summary>
    public AsyncServerStreamingCall<RecordedFrame> Follow(string recordingId)
    {
        var viewer = Reader.Clone();
        viewer.Live = true;
        viewer.Role = "Engineer";
        return evidence.Read(new ReadRecordingRequest { RecordingId = recordingId, Follow = true, Viewer = viewer });
    }

    public async Task<IReadOnlyList<StoredEntry>> Entries(Action<ReadJournalRequest> filter)
    {
        var request = new ReadJournalRequest { Limit = 5000 };
        filter(request);
        using var call = journal.Read(request);
        return await call.ResponseStream.ReadAllAsync().ToListAsync();
    }

    /// <summary>Waits for an entry of this kind; entries travel by an outbox.</summary>
    public Task<StoredEntry> Entry(string kind, Func<StoredEntry, bool>? which = null) =>
        Eventually.Value(async () => (await Entries(request => request.KindPrefix = kind)).LastOrDefault(entry => entry.Entry.Kind == kind && which?.Invoke(entry) != false), $"a journal entry {kind}");

    public async Task<RecorderStatus> Status() => await journal.StatusAsync(new StatusRequest());
}
