using System.Threading.Channels;
using Bastion.Gateway.Recording;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>
/// One direction of a session: append, record, wait until durable, deliver, in this order and never another.
/// This is the place where a byte is recorded before it is delivered: see <see cref="Commit"/> and <see cref="RunAsync"/>.
/// Bounded: a handful of batches, then the source leg is not read.
/// </summary>
internal sealed class RelayLane
{
    /// <summary>
    /// Batches on their way; with <see cref="LaneBatch.MaxBytes"/> the bytes in flight of one direction: 2 MiB, which is also what OpenSSH grants. While one
    /// group of them is synced the next gathers, so fewer would mean that the disk's answer is waited for more often.
    /// </summary>
    public const int MaxBatches = 16;

    private readonly RecordingTap tap;
    private readonly DurableGate durable;
    private readonly ILaneTarget target;
    private readonly Action<Exception> failed;
    private readonly SemaphoreSlim turn = new(1);
    private readonly SemaphoreSlim free = new(MaxBatches);
    private readonly Stack<LaneBatch> spare = new();
    private readonly List<TapFrame> frames = [];
    private readonly Channel<LaneBatch> queue = Channel.CreateUnbounded<LaneBatch>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });
    private LaneBatch? open;
    private volatile bool completed;

    /// <param name="failed">Told of a mistake in the target; must end the session.</param>
    public RelayLane(RecordingTap tap, ILaneTarget target, Action<Exception> failed)
    {
        this.failed = failed;
        this.tap = tap;
        this.target = target;
        durable = tap.OpenLane();
    }

    /// <summary>One appender at a time: take the turn, append, commit, give it back.</summary>
    public Task EnterAsync() => turn.WaitAsync();

    public void Leave()
    {
        Commit();
        turn.Release();
    }

    public ValueTask AppendAsync(LaneOpKind kind, RelayChannel? channel, Track? track, ReadOnlyMemory<byte> payload, uint argument = 0, LaneMarker? marker = null)
    {
        if (completed)
        {
            marker?.Pass();
            return ValueTask.CompletedTask;
        }
        if (open is { } batch && batch.HasRoomFor(payload.Length))
        {
            batch.Add(kind, channel, track, payload.Span, argument, marker);
            return ValueTask.CompletedTask;
        }
        return AppendSlowAsync(kind, channel, track, payload, argument, marker);
    }

    public ValueTask AppendEventAsync(uint channel, ReadOnlyMemory<byte> json) => AppendFrameAsync(Track.Event, channel, json);

    /// <summary>Records what is not delivered: events, and what was said and goes no further.</summary>
    public async ValueTask AppendFrameAsync(Track track, uint channel, ReadOnlyMemory<byte> payload)
    {
        if (completed)
            return;
        if (open is null || !open.HasRoomFor(payload.Length))
            await NextBatchAsync();
        open!.AddFrame(track, channel, payload.Span);
    }

    /// <summary>Hands the open batch to the recorder. From here it is on its way; it goes on when it is durable.</summary>
    public void Commit()
    {
        if (open is not { IsEmpty: false } batch)
            return;
        open = null;
        if (batch.HasFrames)
        {
            frames.Clear();
            batch.CollectFrames(frames);
            batch.Sequence = tap.Submit(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(frames));
        }
        queue.Writer.TryWrite(batch);
    }

    /// <summary>Nothing more will be appended; what is on its way is still recorded and, if the session lives, delivered.</summary>
    public async Task CompleteAsync()
    {
        await EnterAsync();
        Commit();
        completed = true;
        queue.Writer.TryComplete();
        turn.Release();
    }

    /// <summary>Delivers until completed. Ends early when the recorder failed: what is not durable goes nowhere.</summary>
    public async Task RunAsync()
    {
        var lost = false;
        var sealedUnflushed = false;
        while (await queue.Reader.WaitToReadAsync())
        {
            while (queue.Reader.TryRead(out var batch))
            {
                var wait = durable.WaitAsync(batch.Sequence);
                if (sealedUnflushed && !wait.IsCompleted)
                {
                    await target.FlushAsync();
                    sealedUnflushed = false;
                }
                lost |= !await wait;
                if (!lost)
                    lost = !await TryDeliverAsync(batch);
                if (lost)
                    Forget(batch);
                sealedUnflushed = !lost;
                Recycle(batch, reuse: !lost);
            }
            if (sealedUnflushed)
                await target.FlushAsync();
            sealedUnflushed = false;
        }
    }

    // A mistake of ours must end the session, not leave it silent: what waits is let go.
    private async ValueTask<bool> TryDeliverAsync(LaneBatch batch)
    {
        try
        {
            await DeliverAsync(batch);
            return true;
        }
        catch (Exception e)
        {
            completed = true;
            failed(e);
            return false;
        }
    }

    private async ValueTask DeliverAsync(LaneBatch batch)
    {
        for (var i = 0; i < batch.Ops.Length; i++)
        {
            var op = batch.Ops[i];
            if (op.Kind == LaneOpKind.Marker)
            {
                op.Marker!.Seal();
                await target.FlushAsync();
                op.Marker.Pass();
            }
            else
            {
                var delivered = target.DeliverAsync(op, batch.Payload(op));
                if (!delivered.IsCompletedSuccessfully)
                    await delivered;
            }
        }
    }

    private static void Forget(LaneBatch batch)
    {
        foreach (var op in batch.Ops)
            op.Marker?.Pass();
    }

    private async ValueTask AppendSlowAsync(LaneOpKind kind, RelayChannel? channel, Track? track, ReadOnlyMemory<byte> payload, uint argument, LaneMarker? marker)
    {
        while (payload.Length > LaneBatch.MaxBytes)
        {
            await NextBatchAsync();
            open!.Add(kind, channel, track, payload.Span[..LaneBatch.MaxBytes], argument);
            payload = payload[LaneBatch.MaxBytes..];
        }
        await NextBatchAsync();
        open!.Add(kind, channel, track, payload.Span, argument, marker);
    }

    private async ValueTask NextBatchAsync()
    {
        Commit();
        if (open is not null)
            return;
        await free.WaitAsync();
        lock (spare)
            open = spare.Count > 0 ? spare.Pop() : new LaneBatch();
    }

    private void Recycle(LaneBatch batch, bool reuse)
    {
        batch.Reset(reuse);
        lock (spare)
            spare.Push(batch);
        free.Release();
    }
}
