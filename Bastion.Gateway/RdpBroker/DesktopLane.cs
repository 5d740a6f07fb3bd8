using System.Threading.Channels;
using Bastion.Gateway.Recording;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.RdpBroker;

/// <summary>
/// One direction of a desktop: append, record, wait until durable, deliver, in this order and never another: <see cref="Commit"/> hands a batch to the recorder and
/// <see cref="RunAsync"/> delivers it only after the gate said that it is on disk. Bounded: a handful of batches, then the source leg is not read.
/// </summary>
internal sealed class DesktopLane(RecordingTap tap, IDesktopTarget target, Action<Exception> failed)
{
    /// <summary>Batches on their way; with <see cref="DesktopBatch.MaxBytes"/> the bytes in flight of one direction: 512 KiB.</summary>
    public const int MaxBatches = 4;

    private readonly DurableGate durable = tap.OpenLane();
    private readonly SemaphoreSlim turn = new(1);
    private readonly SemaphoreSlim free = new(MaxBatches);
    private readonly Stack<DesktopBatch> spare = new();
    private readonly List<TapFrame> frames = [];
    private readonly Channel<DesktopBatch> queue = Channel.CreateUnbounded<DesktopBatch>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });
    private DesktopBatch? open;
    private volatile bool completed;

    /// <summary>One appender at a time: take the turn, append, and give it back, which commits.</summary>
    public Task EnterAsync() => turn.WaitAsync();

    public void Leave()
    {
        Commit();
        turn.Release();
    }

    public ValueTask AppendAsync(DesktopOpKind kind, Track? track, ReadOnlyMemory<byte> payload, uint argument = 0, TaskCompletionSource? marker = null)
    {
        if (completed)
        {
            marker?.TrySetResult();
            return ValueTask.CompletedTask;
        }
        if (open is { } batch && batch.HasRoomFor(payload.Length))
        {
            batch.Add(kind, track, payload.Span, argument, marker);
            return ValueTask.CompletedTask;
        }
        return AppendSlowAsync(kind, track, payload, argument, marker);
    }

    public async ValueTask AppendEventAsync(ReadOnlyMemory<byte> json)
    {
        if (completed)
            return;
        if (open is null || !open.HasRoomFor(json.Length))
            await NextBatchAsync();
        open!.AddEvent(json.Span);
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

    /// <summary>Delivers until completed. What is not durable goes nowhere.</summary>
    public async Task RunAsync()
    {
        var lost = false;
        while (await queue.Reader.WaitToReadAsync())
            while (queue.Reader.TryRead(out var batch))
            {
                lost |= !await durable.WaitAsync(batch.Sequence);
                if (!lost)
                    lost = !await TryDeliverAsync(batch);
                foreach (var op in batch.Ops)
                    op.Marker?.TrySetResult();
                Recycle(batch, reuse: !lost);
            }
    }

    private void Commit()
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

    private async ValueTask<bool> TryDeliverAsync(DesktopBatch batch)
    {
        try
        {
            await target.DeliverAsync(batch);
            return true;
        }
        catch (Exception e)
        {
            failed(e);
            return false;
        }
    }

    private async ValueTask AppendSlowAsync(DesktopOpKind kind, Track? track, ReadOnlyMemory<byte> payload, uint argument, TaskCompletionSource? marker)
    {
        await NextBatchAsync();
        open!.Add(kind, track, payload.Span, argument, marker);
    }

    private async ValueTask NextBatchAsync()
    {
        Commit();
        if (open is not null)
            return;
        await free.WaitAsync();
        lock (spare)
            open = spare.Count > 0 ? spare.Pop() : new DesktopBatch();
    }

    private void Recycle(DesktopBatch batch, bool reuse)
    {
        batch.Reset(reuse);
        lock (spare)
            spare.Push(batch);
        free.Release();
    }
}
