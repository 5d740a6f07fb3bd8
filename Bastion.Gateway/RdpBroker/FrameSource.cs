using System.Buffers;
using Bastion.Rdp.Wire;

namespace Bastion.Gateway.RdpBroker;

/// <summary>Reads a stream in large pieces and hands out the frames in it, in place. One reader.</summary>
internal sealed class FrameSource(Stream stream) : IDisposable
{
    /// <summary>Two of the longest frames.</summary>
    private const int Capacity = 128 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    private int start;
    private int end;

    /// <summary>Longest frame that is taken now.</summary>
    public int Longest { get; set; } = RdpLimits.LongestFrame;

    /// <summary>False at the end of the stream.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellation);
        end += read;
        return read > 0;
    }

    /// <summary>The next whole frame; it may be changed in place and is gone with the next call of <see cref="FillAsync"/>.</summary>
    /// <exception cref="RdpProtocolException"/>
    public bool TryTake(out Memory<byte> frame)
    {
        frame = default;
        var length = RdpFraming.LengthOf(buffer.AsSpan(start, end - start), Longest);
        if (length == 0 || length > end - start)
            return false;
        frame = buffer.AsMemory(start, length);
        start += length;
        return true;
    }

    /// <summary>The next frame, waited for; empty at the end of the stream.</summary>
    /// <exception cref="RdpProtocolException"/>
    public async ValueTask<Memory<byte>> NextAsync(CancellationToken cancellation)
    {
        Memory<byte> frame;
        while (!TryTake(out frame))
            if (!await FillAsync(cancellation))
                return default;
        return frame;
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        buffer = [];
    }
}
