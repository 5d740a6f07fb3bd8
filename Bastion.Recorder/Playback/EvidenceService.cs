using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Export;
using Bastion.Recorder.Ingest;
using Bastion.Recorder.Playback.Desktop;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Recorder.Playback;

/// <summary>The contract of evidence.proto. Admin alone may call it, and every look is journaled before its first byte.</summary>
internal sealed class EvidenceService(EvidenceStore store, RecordingReading reading, RecordingVerifier verifier, PackExport packs, DesktopPlayback desktops, Coverage coverage, ServiceStop stop, TimeProvider time) : Evidence.EvidenceBase
{
    private const int DefaultLimit = 200;
    private const int MaxLimit = 5000;
    private const int ChunkBytes = 64 << 10;

    public override async Task List(ListRecordingsRequest request, IServerStreamWriter<RecordingSummary> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        var limit = request.Limit <= 0 ? DefaultLimit : Math.Min(request.Limit, MaxLimit);
        var found = store.Catalogue.All.Where(info => Matches(info, request)).OrderByDescending(info => info.OpenedAt).ThenByDescending(info => info.Id).Take(limit);
        foreach (var info in found)
            await responseStream.WriteAsync(Summary.Of(info, store.Catalogue.FindLive(info.Id)), context.CancellationToken);
    }

    public override Task<RecordingSummary> Get(GetRecordingRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        var info = Find(request.RecordingId);
        return Task.FromResult(Summary.Of(info, store.Catalogue.FindLive(info.Id)));
    }

    public override async Task Read(ReadRecordingRequest request, IServerStreamWriter<RecordedFrame> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        var info = Find(request.RecordingId);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stop.Stopping);
        try
        {
            await reading.JournalAsync(info, request.Viewer, request.IncludeInput);
            await foreach (var frame in reading.FramesAsync(info, request.FromIndex, request.Follow, request.IncludeInput, ended.Token))
                await responseStream.WriteAsync(frame, ended.Token);
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The stream was ended."));
        }
    }

    public override async Task ExportAsciicast(ReadRecordingRequest request, IServerStreamWriter<Chunk> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        var info = Find(request.RecordingId);
        if (request.AsciicastVersion is not (0 or 2 or 3))
            throw new RpcException(new Status(StatusCode.InvalidArgument, "There are asciicast versions 2 and 3."));
        var writer = new AsciicastWriter(request.AsciicastVersion == 3 ? 3 : 2, request.Channel, info.OpenedAt, info.Lease?.Device?.Name ?? "");
        try
        {
            await reading.JournalAsync(info, request.Viewer, input: false, export: "asciicast");
            await foreach (var frame in reading.FramesAsync(info, 0, follow: false, includeInput: false, context.CancellationToken))
            {
                writer.Add(frame);
                if (writer.Length >= ChunkBytes)
                    await responseStream.WriteAsync(new Chunk { Data = ByteString.CopyFrom(writer.Take()) }, context.CancellationToken);
            }
            writer.End();
            await responseStream.WriteAsync(new Chunk { Data = ByteString.CopyFrom(writer.Take()) }, context.CancellationToken);
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    public override async Task Files(ReadRecordingRequest request, IServerStreamWriter<FileLine> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        var info = Find(request.RecordingId);
        var timeline = new FileTimeline();
        try
        {
            await reading.JournalAsync(info, request.Viewer, input: false);
            await foreach (var frame in reading.FramesAsync(info, 0, follow: false, includeInput: false, context.CancellationToken))
                timeline.Add(frame);
            foreach (var line in timeline.Lines(over: info.End is not null))
                await responseStream.WriteAsync(line, context.CancellationToken);
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    public override async Task PlayDesktop(IAsyncStreamReader<PlayDesktopRequest> requestStream, IServerStreamWriter<PlayDesktopReply> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stop.Stopping);
        try
        {
            await desktops.PlayAsync(requestStream, responseStream, ended.Token);
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The stream was ended."));
        }
    }

    public override async Task ExportPack(ExportPackRequest request, IServerStreamWriter<Chunk> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        try
        {
            await using var pack = await packs.MakeAsync(request, context.CancellationToken);
            var buffer = new byte[ChunkBytes];
            int read;
            while ((read = await pack.ReadAsync(buffer, context.CancellationToken)) > 0)
                await responseStream.WriteAsync(new Chunk { Data = ByteString.CopyFrom(buffer.AsSpan(0, read)) }, context.CancellationToken);
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    public override async Task<CoverageStatement> Coverage(CoverageRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        if (request.From is null || request.Until is null || request.From >= request.Until)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A span of time has a beginning and an end."));
        try
        {
            return await coverage.StateAsync(request, context.CancellationToken);
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    public override Task<Verification> Verify(GetRecordingRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Admin);
        if (!Guid.TryParse(request.RecordingId, out var id))
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such recording."));
        try
        {
            var verification = verifier.Verify(id, context.CancellationToken)
                ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such recording."));
            verification.VerifiedAt = Timestamp.FromDateTimeOffset(time.GetUtcNow());
            return Task.FromResult(verification);
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    private RecordingInfo Find(string id) =>
        Guid.TryParse(id, out var guid) && store.Catalogue.Find(guid) is { } info
            ? info
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no such recording."));

    private bool Matches(RecordingInfo info, ListRecordingsRequest request) =>
        (request.SessionId.Length == 0 || request.SessionId == info.Lease?.SessionId)
        && (request.InterventionId.Length == 0 || request.InterventionId == info.Lease?.InterventionId)
        && (request.DeviceId.Length == 0 || request.DeviceId == info.Lease?.Device?.Id)
        && (request.From is null || info.OpenedAt >= request.From.ToDateTimeOffset())
        && (request.Until is null || info.OpenedAt < request.Until.ToDateTimeOffset())
        && (!request.LiveOnly || store.Catalogue.FindLive(info.Id) is not null);
}
