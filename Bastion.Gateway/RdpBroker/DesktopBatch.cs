using System.Buffers;
using Bastion.Gateway.Recording;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.RdpBroker;

/// <summary>What came from one leg at one moment: its own copy of the bytes, what to record of them and what to do with them.</summary>
internal sealed class DesktopBatch
{
    /// <summary>Bytes of one batch at most; room for one of the longest frames is always left.</summary>
    public const int MaxBytes = 128 * 1024;

    private const int FirstBytes = 4 * 1024;

    private byte[] buffer = [];
    private int used;
    private readonly List<(Track Track, int Offset, int Length)> frames = [];

    public List<DesktopOp> Ops { get; } = [];

    public ulong Sequence { get; set; }

    public bool IsEmpty => Ops.Count == 0 && frames.Count == 0;

    public bool HasFrames => frames.Count > 0;

    public bool HasRoomFor(int count) => used + count <= MaxBytes || used == 0;

    public Memory<byte> Bytes(int offset, int length) => buffer.AsMemory(offset, length);

    public void Add(DesktopOpKind kind, Track? track, ReadOnlySpan<byte> payload, uint argument, TaskCompletionSource? marker = null)
    {
        var offset = Copy(payload);
        if (track is { } recorded)
            Record(recorded, offset, payload.Length);
        Ops.Add(new DesktopOp(kind, offset, payload.Length, argument, marker));
    }

    /// <summary>Recorded and not delivered.</summary>
    public void AddEvent(ReadOnlySpan<byte> json) => frames.Add((Track.Event, Copy(json), json.Length));

    public void CollectFrames(List<TapFrame> into)
    {
        foreach (var (track, offset, length) in frames)
            into.Add(new TapFrame(track, 0, buffer.AsMemory(offset, length)));
    }

    /// <summary>Empties it. <paramref name="reuse"/> false when somebody may still read the bytes: then they are left to the collector.</summary>
    public void Reset(bool reuse)
    {
        if (reuse && buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        used = 0;
        Ops.Clear();
        frames.Clear();
        Sequence = 0;
    }

    private void Record(Track track, int offset, int length)
    {
        if (frames.Count > 0 && frames[^1] is var last && last.Track == track && last.Offset + last.Length == offset)
            frames[^1] = last with { Length = last.Length + length };
        else
            frames.Add((track, offset, length));
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
