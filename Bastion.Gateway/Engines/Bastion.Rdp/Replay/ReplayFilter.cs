using System.Buffers.Binary;

namespace Bastion.Rdp.Replay;

/// <summary>Tells recorded PDUs apart. IronRDP ends a session over slow-path types it does not know, so a replay passes on what is named here and nothing else.</summary>
public static class ReplayFilter
{
    private const byte SendDataIndication = 0x68;
    private const int DemandActive = 1;
    private const int DeactivateAll = 6;
    private const int DataPdu = 7;
    private const byte Update = 0x02;
    private const byte Control = 0x14;
    private const byte Pointer = 0x1B;
    private const byte Synchronize = 0x1F;
    private const byte FontMap = 0x28;

    /// <summary>Bytes of the first PDU of a recorded frame; 0 or less when no whole one stands there.</summary>
    public static int FirstLength(ReadOnlySpan<byte> frame)
    {
        var length = ReplayFrames.LengthOf(frame);
        return length <= frame.Length ? length : 0;
    }

    public static ReplayPdu KindOf(ReadOnlySpan<byte> pdu, ushort ioChannel)
    {
        if (ReplayFrames.IsFastPath(pdu))
            return ReplayPdu.Picture;
        if (!ReplayFrames.TrySendData(pdu, SendDataIndication, out var channel, out var data) || channel != ioChannel || data.Length < 6)
            return ReplayPdu.Other;
        return (BinaryPrimitives.ReadUInt16LittleEndian(data[2..]) & 0xf) switch
        {
            DemandActive => ReplayPdu.DemandActive,
            DeactivateAll => ReplayPdu.Deactivate,
            DataPdu when data.Length > 15 => data[14] switch
            {
                Update or Pointer => ReplayPdu.Picture,
                Synchronize or Control => ReplayPdu.Finalization,
                FontMap => ReplayPdu.FontMap,
                _ => ReplayPdu.Other,
            },
            _ => ReplayPdu.Other,
        };
    }

    /// <summary>Whether this PDU starts a RemoteFX stream: a fresh decoder needs its sync, version, channel and context blocks (MS-RDPRFX 2.2.2.2), which are sent once.</summary>
    public static bool StartsRemoteFx(ReadOnlySpan<byte> pdu)
    {
        // TS_RFX_SYNC: type 0xCCC0, length 12, magic 0xCACCACCA.
        ReadOnlySpan<byte> sync = [0xC0, 0xCC, 0x0C, 0x00, 0x00, 0x00, 0xCA, 0xAC, 0xCC, 0xCA];
        return ReplayFrames.IsFastPath(pdu) && pdu.IndexOf(sync) >= 0;
    }
}
