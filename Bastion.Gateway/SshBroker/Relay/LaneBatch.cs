using System.Buffers;
using Bastion.Gateway.Recording;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>
/// What came from one leg at one moment: its own copy of the bytes, what to record of them and what to do with them. Runs of data of one channel grow together, so that
/// bulk traffic is one frame and a few large packets.
/// </summary>
internal sealed class LaneBatch
{
    /// <summary>Bytes of one batch at most; a lane has a few batches, and no more.</summary>
    public const int MaxBytes = 128 * 1024;

    private const int FirstBytes = 4 * 1024;

    /// <summary>Bytes of one recorded frame: below what Recorder's collector would keep among its large objects.</summary>
    private const int MaxFrame = 64 * 1024;

    private byte[] buffer = [];
    private int used;
    private readonly List<LaneOp> ops = [];
    private readonly List<(Track Track, uint Channel, int Offset, int Length)> frames = [];

    public ulong Sequence { get; set; }

    public bool IsEmpty => ops.Count == 0 && frames.Count == 0;

    public int Bytes => used;

    public ReadOnlySpan<LaneOp> Ops => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ops);

    public ReadOnlyMemory<byte> Payload(in LaneOp op) => buffer.AsMemory(op.Offset, op.Length);

    public bool HasRoomFor(int count) => used + count <= MaxBytes || used == 0;

    public void Add(LaneOpKind kind, RelayChannel? channel, Track? track, ReadOnlySpan<byte> payload, uint argument = 0, LaneMarker? marker = null)
    {
        var offset = Copy(payload);
        if (track is { } recorded)
            Record(recorded, channel!.Number, offset, payload.Length);
        if (ops.Count > 0 && kind is LaneOpKind.Data or LaneOpKind.ErrorData)
        {
            ref var last = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ops)[^1];
            if (last.Kind == kind && last.Channel == channel && last.Argument == argument && last.Offset + last.Length == offset)
            {
                last.Length += payload.Length;
                return;
            }
        }
        ops.Add(new LaneOp { Kind = kind, Channel = channel, Offset = offset, Length = payload.Length, Argument = argument, Marker = marker });
    }

    /// <summary>Recorded and not delivered.</summary>
    public void AddFrame(Track track, uint channel, ReadOnlySpan<byte> payload) => frames.Add((track, channel, Copy(payload), payload.Length));

    /// <summary>The frames to record; their memory is this batch's until <see cref="Reset"/>.</summary>
    public void CollectFrames(List<TapFrame> into)
    {
        foreach (var (track, channel, offset, length) in frames)
            into.Add(new TapFrame(track, channel, buffer.AsMemory(offset, length)));
    }

    public bool HasFrames => frames.Count > 0;

    /// <summary>Empties it. <paramref name="reuse"/> false when somebody may still read the bytes: then they are left to the collector.</summary>
    public void Reset(bool reuse)
    {
        if (reuse && buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        used = 0;
        ops.Clear();
        frames.Clear();
        Sequence = 0;
    }

    private void Record(Track track, uint channel, int offset, int length)
    {
        if (frames.Count > 0 && frames[^1] is var last && last.Track == track && last.Channel == channel && last.Offset + last.Length == offset && last.Length + length <= MaxFrame)
            frames[^1] = last with { Length = last.Length + length };
        else
            frames.Add((track, channel, offset, length));
    }

    private int Copy(ReadOnlySpan<byte> bytes)
    {
        if (buffer.Length - used < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(used + bytes.Length, buffer.Length == 0 ? FirstBytes : Math.Min(buffer.Length * 4, MaxBytes)));
            buffer.AsSpan(0, used).CopyTo(larger);
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        var offset = used;
        bytes.CopyTo(buffer.AsSpan(offset));
        used += bytes.Length;
        return offset;
    }
}
