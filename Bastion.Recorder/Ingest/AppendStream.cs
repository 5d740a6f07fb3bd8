using System.Security.Cryptography;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Grpc.Core;

namespace Bastion.Recorder.Ingest;

/// <summary>
/// One Append stream: Start, batches, Finish. Reading and answering run side by side; the answer to Start is Durable with the last
/// sequence on disk, so that who takes a recording up again knows where to go on.
/// </summary>
internal sealed class AppendStream(EvidenceStore store, IAsyncStreamReader<AppendRequest> requests, IServerStreamWriter<AppendReply> replies, CancellationToken ended)
{
    private readonly AppendFeed _feed = new();
    private AppendFailure? _refused;

    /// <exception cref="RpcException">The status that the stream ends with, when it does not end well.</exception>
    public async Task RunAsync()
    {
        try
        {
            var recording = await StartAsync();
            if (recording is null)
                return;
            recording.Attach(_feed);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
            var reading = ReadAsync(recording, over.Token);
            try
            {
                await AnswerAsync(recording, reading, over.Token);
            }
            finally
            {
                recording.Detach(_feed);
                await over.CancelAsync();
                await reading.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The stream was ended."));
        }
        catch (StorageException reason)
        {
            throw StorageStatus.Of(reason);
        }
    }

    private async Task<LiveRecording?> StartAsync()
    {
        if (!await requests.MoveNext(ended) || requests.Current.PartCase != AppendRequest.PartOneofCase.Start)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message is Start."));
        var start = requests.Current.Start;
        if (!Guid.TryParse(start.RecordingId, out var id) || store.Catalogue.Find(id) is not { Opening: { } opening } info
            || !CryptographicOperations.FixedTimeEquals(opening.ReceiptSignature, start.AppendKey.Span))
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such recording for this key."));
        if (store.Catalogue.FindLive(id) is { } live)
        {
            if (live.Sealing is not { } sealing)
                return live;
            await sealing;
        }
        await replies.WriteAsync(new AppendReply { Sealed = new Sealed { EndReason = info.End!.Statement.EndReason } }, ended);
        return null;
    }

    private async Task ReadAsync(LiveRecording recording, CancellationToken over)
    {
        while (await requests.MoveNext(over))
        {
            var request = requests.Current;
            switch (request.PartCase)
            {
                case AppendRequest.PartOneofCase.Batch:
                    Check(request.Batch);
                    // After a refusal nothing is taken but Finish; what comes meanwhile was on its way.
                    if (Volatile.Read(ref _refused) is null && recording.Append(_feed, request.Batch) is { } failure)
                        Refuse(failure);
                    while (!recording.HasRoom && recording.Failure is null && recording.IsFedBy(_feed))
                        await _feed.Room.WaitAsync(over);
                    break;
                case AppendRequest.PartOneofCase.Finish:
                    await FinishAsync(recording, request.Finish);
                    return;
                default:
                    throw new RpcException(new Status(StatusCode.InvalidArgument, "After Start come Batch and Finish."));
            }
        }
        throw new RpcException(new Status(StatusCode.Aborted, "The stream ended without Finish."));
    }

    private async Task FinishAsync(LiveRecording recording, Finish finish)
    {
        if (!EndReasons.IsWord(finish.EndReason) || finish.EndText.Length > IngestLimits.MaxEndText)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The end reason is no word, or its text is too long."));
        if (_refused is null && finish.Sequence != recording.Appended && recording.Sealing is null)
        {
            Refuse(new AppendFailure(AppendFailure.Sequence, $"Finish says {finish.Sequence}, the last batch was {recording.Appended}."));
            return;
        }
        if (_refused is { Code: not AppendFailure.Ceiling } || !recording.IsFedBy(_feed))
            return;
        await recording.SealAsync(finish.EndReason, finish.EndText);
    }

    private async Task AnswerAsync(LiveRecording recording, Task reading, CancellationToken over)
    {
        var told = recording.Durable;
        var toldCeiling = false;
        await TellAsync(told);
        _ = reading.ContinueWith(_ => _feed.News.Raise(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        while (true)
        {
            var readAll = reading.IsCompleted;
            var durable = recording.Durable;
            if (durable > told)
                await TellAsync(told = durable);
            if (recording.Sealing is { IsCompleted: true } sealing)
            {
                await replies.WriteAsync(new AppendReply { Sealed = new Sealed { EndReason = (await sealing).Statement.EndReason } }, over);
                return;
            }
            var failure = Volatile.Read(ref _refused) ?? recording.Failure;
            if (failure is not null && !(toldCeiling && failure.Code == AppendFailure.Ceiling))
            {
                await replies.WriteAsync(new AppendReply { Failed = new AppendFailed { Code = failure.Code, Text = failure.Text } }, over);
                if (failure.Code != AppendFailure.Ceiling)
                    throw new RpcException(new Status(StatusOf(failure), failure.Text));
                toldCeiling = true;
            }
            if (!recording.IsFedBy(_feed))
            {
                await replies.WriteAsync(new AppendReply { Failed = new AppendFailed { Code = AppendFailure.Closed, Text = "Another stream feeds this recording now." } }, over);
                throw new RpcException(new Status(StatusCode.Aborted, "Another stream feeds this recording now."));
            }
            if (readAll)
                await reading;
            await _feed.News.WaitAsync(over);
        }
    }

    private Task TellAsync(ulong sequence) => replies.WriteAsync(new AppendReply { Durable = new Durable { Sequence = sequence } }, ended);

    private void Refuse(AppendFailure failure)
    {
        Interlocked.CompareExchange(ref _refused, failure, null);
        _feed.News.Raise();
    }

    private static void Check(Batch batch)
    {
        if (batch.Frames.Count > IngestLimits.MaxFramesPerBatch || batch.CalculateSize() > IngestLimits.MaxBatchBytes)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"A batch has at most {IngestLimits.MaxFramesPerBatch} frames and {IngestLimits.MaxBatchBytes} bytes."));
        foreach (var frame in batch.Frames)
        {
            if (frame.Track is < Track.Output or > Track.Event)
                throw new RpcException(new Status(StatusCode.InvalidArgument, "A frame is on none of the tracks."));
        }
    }

    private static StatusCode StatusOf(AppendFailure failure) => failure.Code switch
    {
        AppendFailure.Storage => StatusCode.Unavailable,
        AppendFailure.Sequence => StatusCode.FailedPrecondition,
        _ => StatusCode.Aborted,
    };
}
