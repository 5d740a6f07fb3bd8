using System.Buffers;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Relay;

/// <summary>What comes from one side of the clipboard channel: chunks put together (MS-RDPBCGR 2.2.6.1), and what this side has said so far.</summary>
internal sealed class ClipboardSide
{
    private const int First = 1;
    private const int Last = 2;
    private const int Head = 8;

    private readonly ArrayBufferWriter<byte> message = new();
    private bool inside;
    private bool tooLong;

    public bool LongNames { get; set; }

    /// <summary>Has listed its formats before.</summary>
    public bool Listed { get; set; }

    /// <summary>Asked the other side for text and has no answer yet.</summary>
    public bool Asking { get; set; }

    /// <summary>True when the message is whole: it is in <paramref name="whole"/>, or was longer than anything that passes.</summary>
    /// <exception cref="RdpProtocolException"/>
    public bool Take(ReadOnlySpan<byte> chunk, out ReadOnlySpan<byte> whole, out bool cut)
    {
        var reader = new RdpReader(chunk);
        reader.Skip(4);
        var flags = reader.U32();
        if ((flags & First) != 0)
        {
            message.ResetWrittenCount();
            (inside, tooLong) = (true, false);
        }
        whole = default;
        cut = false;
        if (!inside)
            throw new RdpProtocolException("a chunk has no beginning");
        if (message.WrittenCount + reader.Left > RdpLimits.LongestClipboardMessage)
            tooLong = true;
        // Of what is too long the head is still needed, to be answered.
        if (!tooLong || message.WrittenCount == 0)
            message.Write(tooLong ? reader.Rest[..Math.Min(reader.Left, Head)] : reader.Rest);
        if ((flags & Last) == 0)
            return false;
        inside = false;
        cut = tooLong;
        whole = message.WrittenSpan;
        return true;
    }
}
