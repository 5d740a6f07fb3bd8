using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Grpc.Core;

namespace Bastion.Recorder.Retention;

/// <summary>The contract of retention.proto.</summary>
internal sealed class RetentionService(EvidenceStore store, RetentionBook book, Eraser eraser) : Contracts.Retention.RetentionBase
{
    private const int MaxReason = 1000;

    public override Task<RetentionState> State(RetentionRequest request, ServerCallContext context) => Done(context, () => Task.CompletedTask, request);

    public override Task<RetentionState> Hold(RetentionRequest request, ServerCallContext context) => Done(
        context,
        async () =>
        {
            var (intervention, viewer) = (Intervention(request), Person(request));
            if (book.HoldOf(intervention) is not null)
                return;
            await SayAsync("hold.set", viewer, intervention);
            book.Write("holds", intervention, new RetentionLine(viewer.PersonId, viewer.Name, viewer.Reason));
        },
        request);

    public override Task<RetentionState> LiftHold(RetentionRequest request, ServerCallContext context) => Done(
        context,
        async () =>
        {
            var (intervention, viewer) = (Intervention(request), Person(request));
            var hold = book.HoldOf(intervention) ?? throw Refused("It is not held.");
            if (hold.LiftPersonId is null)
            {
                await SayAsync("hold.lift_asked", viewer, intervention);
                book.Write("holds", intervention, hold with { LiftPersonId = viewer.PersonId, LiftName = viewer.Name });
                return;
            }
            if (hold.LiftPersonId == viewer.PersonId)
                throw Refused("Another person must confirm it.");
            await SayAsync("hold.lifted", viewer, intervention);
            book.Remove("holds", intervention);
        },
        request);

    public override Task<RetentionState> Erase(RetentionRequest request, ServerCallContext context) => Done(
        context,
        async () =>
        {
            var viewer = Person(request);
            var info = Guid.TryParse(request.RecordingId, out var id) ? store.Catalogue.Find(id) : null;
            if (info?.End is null || store.Catalogue.FindLive(info.Id) is not null || !Eraser.IsReadable(info))
                throw Refused("It is not sealed, or erased already.");
            if (book.IsHeld(info.Lease?.InterventionId))
                throw Refused("Its intervention is held.");
            if (book.ErasureOf(info.Id) is not { } asked)
            {
                await SayAsync("erasure.asked", viewer, info.Lease?.InterventionId ?? "", info);
                book.Write("erasures", info.Id.ToString(), new RetentionLine(viewer.PersonId, viewer.Name, viewer.Reason));
                return;
            }
            if (asked.PersonId == viewer.PersonId)
                throw Refused("Another person must confirm it.");
            await SayAsync("recording.erased", viewer, info.Lease?.InterventionId ?? "", info, new() { ["asked_by"] = asked.Name, ["asked_reason"] = asked.Reason });
            eraser.Erase(info);
            book.Remove("erasures", info.Id.ToString());
        },
        request);

    private async Task<RetentionState> Done(ServerCallContext context, Func<Task> act, RetentionRequest request)
    {
        PeerIdentity.Require(context, Plane.Admin);
        try
        {
            store.Health.ThrowIfFailed();
            await act();
            return Now(request.InterventionId);
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    private RetentionState Now(string intervention)
    {
        var state = new RetentionState();
        if (Guid.TryParse(intervention, out _) && book.HoldOf(intervention) is { } hold)
            (state.Held, state.HeldBy, state.HeldReason, state.LiftAskedBy) = (true, hold.Name, hold.Reason, hold.LiftName ?? "");
        foreach (var id in book.Erasures())
        {
            if (book.ErasureOf(id) is { } asked)
                state.Erasures.Add(new ErasureAsked { RecordingId = id.ToString(), AskedBy = asked.Name, Reason = asked.Reason });
        }
        return state;
    }

    private async Task SayAsync(string kind, Viewer viewer, string intervention, RecordingInfo? info = null, Dictionary<string, string>? facts = null) =>
        await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.ByPerson(kind, viewer, info?.Id, info?.Lease, intervention, facts ?? [])]);

    private static string Intervention(RetentionRequest request) =>
        Guid.TryParse(request.InterventionId, out var id) ? id.ToString() : throw new RpcException(new Status(StatusCode.InvalidArgument, "The intervention's id is no UUID."));

    private static Viewer Person(RetentionRequest request) =>
        request.Viewer is { PersonId.Length: > 0, Name.Length: > 0, Reason.Length: > 0 and <= MaxReason } viewer ? viewer : throw new RpcException(new Status(StatusCode.InvalidArgument, "An act names its person and reason."));

    private static RpcException Refused(string why) => new(new Status(StatusCode.FailedPrecondition, why));
}
