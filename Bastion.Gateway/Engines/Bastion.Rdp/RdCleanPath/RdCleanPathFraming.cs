namespace Bastion.Rdp.RdCleanPath;

/// <summary>Where the first message of a stream ends. RDCleanPath has no framing but its own DER head, and a message may come in pieces.</summary>
public static class RdCleanPathFraming
{
    private const byte Sequence = 0x30;
    private const int NeedMore = 0;
    private const int Never = -1;

    /// <summary>
    /// Bytes of the message that starts here; 0 when more bytes are needed to know, negative when this is no RDCleanPath message
    /// or one longer than <see cref="RdCleanPathLimits.LongestMessage"/>. At most 4 bytes are looked at.
    /// </summary>
    public static int LengthOf(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            return NeedMore;
        if (start[0] != Sequence)
            return Never;
        if (start.Length < 2)
            return NeedMore;
        var first = start[1];
        if (first < 0x80)
            return 2 + first;
        if (first is not (0x81 or 0x82))
            return Never;
        var octets = first & 0x7f;
        if (start.Length < 2 + octets)
            return NeedMore;
        var length = octets == 1 ? start[2] : (start[2] << 8) | start[3];

        // DER knows one way to write a length.
        if (length < 0x80 || (octets == 2 && length < 0x100))
            return Never;
        var whole = 2 + octets + length;
        return whole <= RdCleanPathLimits.LongestMessage ? whole : Never;
    }
}
