namespace Bastion.Rdp.Wire;

/// <summary>Where a frame ends: TPKT (RFC 1006 section 6) or fast-path (MS-RDPBCGR 2.2.8.1.2, 2.2.9.1.2).</summary>
public static class RdpFraming
{
    public const byte Tpkt = 3;

    private const int TpktHead = 4;
    private const int ShortestTpkt = 7;

    public static bool IsTpkt(ReadOnlySpan<byte> frame) => frame[0] == Tpkt;

    /// <summary>Octets of the frame that starts here; 0 when more are needed to know. A frame is never longer than <paramref name="most"/>.</summary>
    /// <exception cref="RdpProtocolException">No frame starts here, or one that is too long.</exception>
    public static int LengthOf(ReadOnlySpan<byte> start, int most = RdpLimits.LongestFrame)
    {
        if (start.IsEmpty)
            return 0;
        int length;
        if (start[0] == Tpkt)
        {
            if (start.Length < TpktHead)
                return 0;
            length = (start[2] << 8) | start[3];
            if (length < ShortestTpkt)
                throw new RdpProtocolException("a TPKT frame is too short");
        }
        else if ((start[0] & 3) == 0)
        {
            if (start.Length < 2)
                return 0;
            if ((start[1] & 0x80) == 0)
            {
                length = start[1];
                if (length < 2)
                    throw new RdpProtocolException("a fast-path frame is too short");
            }
            else
            {
                if (start.Length < 3)
                    return 0;
                length = ((start[1] & 0x7F) << 8) | start[2];
                if (length < 3)
                    throw new RdpProtocolException("a fast-path frame is too short");
            }
        }
        else
        {
            throw new RdpProtocolException("no frame starts here");
        }
        return length <= most ? length : throw new RdpProtocolException("a frame is too long");
    }

    /// <summary>Octets of the head of a fast-path frame: two, or three with a long length.</summary>
    public static int FastPathHead(ReadOnlySpan<byte> frame) => (frame[1] & 0x80) == 0 ? 2 : 3;
}
