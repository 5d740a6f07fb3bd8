using System.Buffers;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>
/// Bytes on their way, in memory of our own until they are durable. Given back to the pool only after that: what was not recorded may still be
/// read by the recording's writer.
/// </summary>
internal sealed class RecordedPiece(int size)
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(size);
    private int start;
    private int end;

    public Memory<byte> Room => bytes;

    public ReadOnlyMemory<byte> Held => bytes.AsMemory(start, end - start);

    public bool IsEmpty => start == end;

    public ulong Sequence { get; set; }

    public void Fill(int count) => (start, end) = (0, count);

    public int Drain(Memory<byte> into)
    {
        var count = Math.Min(into.Length, end - start);
        bytes.AsMemory(start, count).CopyTo(into);
        start += count;
        return count;
    }

    public void Release()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        start = end = 0;
    }
}
