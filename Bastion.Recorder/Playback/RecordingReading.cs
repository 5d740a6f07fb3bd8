using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Ingest;
using Bastion.Recorder.Recordings;
using Grpc.Core;

namespace Bastion.Recorder.Playback;

/// <summary>Frames of a recording from its file, live ones as they become durable. What is watched is by construction what is recorded.</summary>
internal sealed class RecordingReading(EvidenceStore store)
{
    /// <summary>Says in the journal who looks, and why; done when that is durable.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: nobody, or without a reason where one is due.</exception>
    public async Task JournalAsync(RecordingInfo info, Viewer? viewer, bool input, string export = "")
    {
        if (viewer is null || viewer.PersonId.Length == 0 || viewer.Name.Length == 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A look names its viewer."));
        if (viewer.Reason.Length == 0 && !viewer.Live)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A look names its reason."));
        await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.Viewed(info.Id, info.Lease, viewer, input, export)]);
    }

    /// <summary>The same for an evidence pack: what it holds of documents is in the entry. Answers the number of the entry.</summary>
    public async Task<ulong> JournalExportAsync(ExportPackRequest request)
    {
        var viewer = request.Viewer;
        if (viewer is null || viewer.PersonId.Length == 0 || viewer.Name.Length == 0 || viewer.Reason.Length == 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "An export names who asks for it, and why."));
        return (await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.Exported(request)]))[0];
    }

    /// <summary>To the durable head; with follow, on until the recording is sealed or storage fails.</summary>
    /// <exception cref="RpcException">DATA_LOSS: the recording was changed; FAILED_PRECONDITION: its keys are gone.</exception>
    public async IAsyncEnumerable<RecordedFrame> FramesAsync(
        RecordingInfo info, ulong from, bool follow, bool includeInput, [EnumeratorCancellation] CancellationToken cancel)
    {
        var live = store.Catalogue.FindLive(info.Id);
        var news = new Signal();
        live?.Watch(news);
        try
        {
            using var reader = OpenReader(info, from, includeInput);
            var frames = new List<RecordedFrame>();
            while (true)
            {
                var over = live is null || live.Sealing is { IsCompleted: true };
                var limit = live?.Readable ?? reader.FileLength;
                while (ReadRecord(reader, limit, frames))
                {
                    foreach (var frame in frames)
                        yield return frame;
                    frames.Clear();
                    cancel.ThrowIfCancellationRequested();
                }
                if (follow && live?.Failure is { Code: AppendFailure.Storage } failure && reader.Seal is null)
                    throw new RpcException(new Status(StatusCode.Unavailable, failure.Text));
                if (over || !follow || reader.Seal is not null)
                    yield break;
                await news.WaitAsync(cancel);
            }
        }
        finally
        {
            live?.Unwatch(news);
        }
    }

    private FrameReader OpenReader(RecordingInfo info, ulong from, bool includeInput)
    {
        var (source, keys) = store.Open(info);
        if (source is not null && keys is not null)
            return new FrameReader(source, keys, from, includeInput);
        source?.Dispose();
        throw new RpcException(source is null
            ? new Status(StatusCode.DataLoss, "The file does not start as a recording.")
            : new Status(StatusCode.FailedPrecondition, "The keys of this recording are gone."));
    }

    private static bool ReadRecord(FrameReader reader, long limit, List<RecordedFrame> frames)
    {
        try
        {
            return reader.TryReadRecord(limit, frames);
        }
        catch (Exception e) when (e is CryptographicException or InvalidDataException)
        {
            throw new RpcException(new Status(StatusCode.DataLoss, e.Message));
        }
    }
}
