using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Gateway.Recording;

/// <summary>
/// Write-ahead recording of one session. Both directions share one stream to Recorder: <see cref="Submit"/> appends frames and says in which batch they are,
/// and only when the lane's gate says that this batch is durable may the bytes be sealed for the other leg.
/// Batches are pipelined; while one is being written the next one gathers, so that a slow disk makes batches larger, not queues longer.
/// </summary>
internal sealed partial class RecordingTap
{
    /// <summary>An acknowledgement older than this freezes the session.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromMilliseconds(800);

    /// <summary>How long a session stays frozen by a silent recorder before it ends.</summary>
    public static readonly TimeSpan HoldLimit = TimeSpan.FromSeconds(2);

    /// <summary>What gathers in one batch while another is being written: Recorder takes 1 MiB and 4,096 frames.</summary>
    private const int MaxBatchBytes = 512 * 1024;
    private const int MaxBatchFrames = 2048;
    private const int MaxEndText = 500;

    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly BrokeredSession session;
    private readonly Recorder.Contracts.Recording.RecordingClient recorder;
    private readonly TimeProvider time;
    private readonly IoClock io;
    private readonly SessionMetrics metrics;
    private readonly ILogger log;
    private readonly long opened;
    private readonly CancellationTokenSource stop = new();
    private readonly AsyncDuplexStreamingCall<AppendRequest, AppendReply> call;
    private DurableGate[] lanes = [];
    private readonly Task reading;
    private readonly TaskCompletionSource<string> sealedWith = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<Batch> gathered = new();
    private Batch? gathering;
    private int gatheringBytes;
    private Finish? finish;
    private bool writerBusy = true;
    private bool finishing;
    private bool failed;
    private ulong submitted;
    private ulong durable;
    private long waitingSince;

    public RecordingTap(
        BrokeredSession session,
        VerifiedReceipt receipt,
        Recorder.Contracts.Recording.RecordingClient recorder,
        TimeProvider time,
        IoClock io,
        SessionMetrics metrics,
        ILogger log)
    {
        this.session = session;
        this.recorder = recorder;
        this.time = time;
        this.io = io;
        this.metrics = metrics;
        this.log = log;
        Receipt = receipt;
        opened = time.GetTimestamp();
        call = recorder.Append(cancellationToken: stop.Token);
        _ = WriteAsync(start: true);
        reading = ReadAsync();
    }

    public VerifiedReceipt Receipt { get; }

    public DurableGate OpenLane()
    {
        var lane = new DurableGate();
        lock (gate)
        {
            lanes = [.. lanes, lane];
            if (failed)
                lane.Fail();
        }
        return lane;
    }

    /// <summary>Appends frames, in order. Returns the number of the batch to wait for; after a failure one that never becomes durable.</summary>
    public ulong Submit(ReadOnlySpan<TapFrame> frames)
    {
        ulong sequence;
        bool write;
        lock (gate)
        {
            if (failed || finishing)
                return ulong.MaxValue;
            var now = time.GetElapsedTime(opened);
            var bytes = 0;
            foreach (var frame in frames)
                bytes += frame.Payload.Length;
            if (gathering is not null && (gatheringBytes + bytes > MaxBatchBytes || gathering.Frames.Count + frames.Length > MaxBatchFrames))
            {
                gathered.Enqueue(gathering);
                gathering = null;
            }
            if (gathering is null)
            {
                gatheringBytes = 0;
                gathering = new Batch
                {
                    Sequence = ++submitted,
                    MonotonicMicros = (long)now.TotalMicroseconds,
                    UtcMicros = (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
                };
                if (waitingSince == 0)
                {
                    waitingSince = io.GetTimestamp();
                    io.After(SilenceLimit, CheckSilence);
                }
            }
            gatheringBytes += bytes;
            var after = (uint)Math.Clamp((long)now.TotalMicroseconds - gathering.MonotonicMicros, 0, uint.MaxValue);
            foreach (var frame in frames)
                gathering.Frames.Add(new Frame
                {
                    Track = frame.Track,
                    Channel = frame.Channel,
                    MicrosAfter = after,
                    Payload = UnsafeByteOperations.UnsafeWrap(frame.Payload),
                });
            sequence = submitted;
            write = !writerBusy;
            writerBusy = true;
        }
        if (write)
            _ = WriteAsync(start: false);
        return sequence;
    }

    /// <summary>Everything submitted, then the end reason, then the seal. Returns when Recorder sealed, refused or stayed silent for five seconds.</summary>
    public async Task FinishAsync(SessionEnd end)
    {
        bool write;
        lock (gate)
        {
            if (finishing)
                return;
            finishing = true;
            finish = new Finish { Sequence = submitted, EndReason = end.Reason.ToString(), EndText = end.Text.Length > MaxEndText ? end.Text[..MaxEndText] : end.Text };
            write = !writerBusy && !failed;
            writerBusy |= write;
        }
        if (write)
            _ = WriteAsync(start: false);
        try
        {
            await sealedWith.Task.WaitAsync(FinishLimit);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            NotSealed(session.Id, e.Message);
            // Not waited for: Recorder may be away for long, and by then it has sealed on its own.
            _ = LateSeal.TryAsync(recorder, Receipt, end, io);
        }
        await stop.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        call.Dispose();
        foreach (var lane in lanes)
            lane.Fail();
    }

    // The thread that submits writes itself when nobody is writing; what comes meanwhile gathers for the next round.
    private async Task WriteAsync(bool start)
    {
        try
        {
            if (start)
                await call.RequestStream.WriteAsync(new AppendRequest
                {
                    Start = new AppendStart { RecordingId = Receipt.Receipt.RecordingId, AppendKey = Receipt.Signed.Signature },
                });
            while (Next() is { } request)
            {
                await call.RequestStream.WriteAsync(request);
                if (request.PartCase == AppendRequest.PartOneofCase.Finish)
                    await call.RequestStream.CompleteAsync();
            }
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            Fail(SessionEndReason.RecorderLost, e.Message);
        }
    }

    private AppendRequest? Next()
    {
        lock (gate)
        {
            if (!failed && (gathered.TryDequeue(out var batch) || (batch = gathering) is not null))
            {
                if (batch == gathering)
                    gathering = null;
                return new AppendRequest { Batch = batch };
            }
            if (!failed && finish is { } last)
            {
                finish = null;
                return new AppendRequest { Finish = last };
            }
            writerBusy = false;
            return null;
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await call.ResponseStream.MoveNext(stop.Token))
            {
                var reply = call.ResponseStream.Current;
                switch (reply.PartCase)
                {
                    case AppendReply.PartOneofCase.Durable:
                        OnDurable(reply.Durable.Sequence);
                        break;
                    case AppendReply.PartOneofCase.Sealed:
                        sealedWith.TrySetResult(reply.Sealed.EndReason);
                        return;
                    case AppendReply.PartOneofCase.Failed:
                        Fail(reply.Failed.Code == "ceiling" ? SessionEndReason.PolicyViolated : SessionEndReason.RecorderLost, reply.Failed.Text);
                        return;
                }
            }
            Fail(SessionEndReason.RecorderLost, "Recorder closed the stream");
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            if (!stop.IsCancellationRequested)
                Fail(SessionEndReason.RecorderLost, e.Message);
        }
        catch (Exception e)
        {
            // A lane runs inline here; its mistake must not look like a silent recorder.
            Fail(SessionEndReason.InternalError, e.ToString());
        }
    }

    private void OnDurable(ulong sequence)
    {
        long since;
        lock (gate)
        {
            durable = Math.Max(durable, sequence);
            since = waitingSince;
            waitingSince = durable >= submitted ? 0 : io.GetTimestamp();
        }
        if (since != 0)
            metrics.Acknowledged(io.GetElapsedTime(since));
        if ((session.Current.Freeze.Causes & FreezeCause.Recorder) != 0)
        {
            session.Lift(FreezeCause.Recorder);
            io.After(SilenceLimit, CheckSilence);
        }
        foreach (var lane in lanes)
            lane.Advance(sequence);
    }

    private void CheckSilence()
    {
        TimeSpan waited;
        lock (gate)
        {
            if (failed || waitingSince == 0)
                return;
            waited = io.GetElapsedTime(waitingSince);
            if (waited < SilenceLimit)
            {
                io.After(SilenceLimit - waited, CheckSilence);
                return;
            }
            if (waited < SilenceLimit + HoldLimit)
                io.After(SilenceLimit + HoldLimit - waited, CheckSilence);
        }
        if (waited < SilenceLimit + HoldLimit)
            session.Freeze(FreezeCause.Recorder, blind: true);
        else
            Fail(SessionEndReason.RecorderLost, "no acknowledgement");
    }

    private void Fail(SessionEndReason reason, string what)
    {
        lock (gate)
        {
            if (failed)
                return;
            failed = true;
            gathering = null;
            gathered.Clear();
        }
        Lost(session.Id, what);
        sealedWith.TrySetCanceled();
        // Frozen first: from here nothing is delivered, whatever the end takes.
        session.Freeze(FreezeCause.Recorder, blind: true);
        session.End(reason);
        foreach (var lane in lanes)
            lane.Fail();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Recording of session {SessionId} failed: {What}")]
    private partial void Lost(string sessionId, string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording of session {SessionId} was not sealed from here: {What}")]
    private partial void NotSealed(string sessionId, string what);
}
