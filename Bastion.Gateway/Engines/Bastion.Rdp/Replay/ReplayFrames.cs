using System.Buffers.Binary;

namespace Bastion.Rdp.Replay;

/// <summary>Where PDUs end: TPKT (RFC 1006) or fast-path (MS-RDPBCGR 2.2.9.1.2), told apart by their first byte.</summary>
internal static class ReplayFrames
{
    private const byte Tpkt = 0x03;
    private const int ShortestTpkt = 7;

    /// <summary>Bytes of the PDU that starts here; 0: more are needed to know; negative: none starts here.</summary>
    public static int LengthOf(ReadOnlySpan<byte> start)
    {
        if (start.Length < 2)
            return 0;
        if (start[0] == Tpkt)
        {
            if (start.Length < 4)
                return 0;
            int tpkt = BinaryPrimitives.ReadUInt16BigEndian(start[2..]);
            return tpkt >= ShortestTpkt ? tpkt : -1;
        }

        if ((start[0] & 3) != 0)
            return -1;
        if ((start[1] & 0x80) == 0)
            return start[1] >= 2 ? start[1] : -1;
        if (start.Length < 3)
            return 0;
        var fast = ((start[1] & 0x7f) << 8) | start[2];
        return fast >= 3 ? fast : -1;
    }

    public static bool IsFastPath(ReadOnlySpan<byte> pdu) => pdu.Length >= 2 && pdu[0] != Tpkt;

    /// <summary>The channel and the user data of a Send Data request or indication (T.125, 10.31); false for anything else.</summary>
    public static bool TrySendData(ReadOnlySpan<byte> pdu, byte kind, out ushort channel, out ReadOnlySpan<byte> data)
    {
        channel = 0;
        data = default;
        if (pdu.Length < 14 || pdu[7] != kind)
            return false;
        channel = BinaryPrimitives.ReadUInt16BigEndian(pdu[10..]);
        if ((pdu[13] & 0x80) == 0)
            data = pdu[14..];
        else if (pdu.Length >= 15)
            data = pdu[15..];
        else
            return false;
        return true;
    }
}
