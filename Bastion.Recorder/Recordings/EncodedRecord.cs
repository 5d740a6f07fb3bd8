using System.Buffers;

namespace Bastion.Recorder.Recordings;

/// <summary>A finished record in a rented buffer. <see cref="Return"/> it when it has been written.</summary>
internal readonly struct EncodedRecord(byte[] buffer, int start, int length, long offset)
{
    /// <summary>Where in the file it belongs.</summary>
    public long Offset => offset;

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(start, length);

    public void Return() => ArrayPool<byte>.Shared.Return(buffer);
}
