using System.Buffers.Binary;

namespace Bastion.Rdp.Replay;

/// <summary>Where the technician's pointer was, from his recorded input. Keys are stepped over and never answered.</summary>
public static class PointerReader
{
    private const int Scancode = 0;
    private const int Mouse = 1;
    private const int MouseExtended = 2;
    private const int Sync = 3;
    private const int Unicode = 4;
    private const int QualityOfExperience = 6;
    private const byte SendDataRequest = 0x64;
    private const byte SlowInput = 0x1C;
    private const ushort SlowMouse = 0x8001;
    private const ushort Wheel = 0x0600;
    private const ushort Pressed = 0x8000;

    /// <summary>The last position in one PDU, and whether a button went down in it; null when it says none.</summary>
    public static (int X, int Y, bool Pressed)? Read(ReadOnlySpan<byte> pdu) => ReplayFrames.IsFastPath(pdu) ? ReadFast(pdu) : ReadSlow(pdu);

    // TS_FP_INPUT_PDU (MS-RDPBCGR 2.2.8.1.2).
    private static (int X, int Y, bool Pressed)? ReadFast(ReadOnlySpan<byte> pdu)
    {
        var count = (pdu[0] >> 2) & 0xf;
        var at = (pdu[1] & 0x80) == 0 ? 2 : 3;
        if (count == 0 && at < pdu.Length)
            count = pdu[at++];
        (int X, int Y, bool Pressed)? found = null;
        for (; count > 0 && at < pdu.Length; count--)
        {
            var code = pdu[at++] >> 5;
            var size = code switch { Scancode => 1, Mouse or MouseExtended => 6, Sync => 0, Unicode => 2, QualityOfExperience => 4, _ => -1 };
            if (size < 0 || at + size > pdu.Length)
                break;
            if (code is Mouse or MouseExtended)
                found = Position(pdu.Slice(at, 6), found);
            at += size;
        }

        return found;
    }

    // TS_INPUT_PDU_DATA (2.2.8.1.1.3): each event has a time, a type and six bytes.
    private static (int X, int Y, bool Pressed)? ReadSlow(ReadOnlySpan<byte> pdu)
    {
        if (!ReplayFrames.TrySendData(pdu, SendDataRequest, out _, out var data) || data.Length < 22 || data[14] != SlowInput)
            return null;
        (int X, int Y, bool Pressed)? found = null;
        for (var events = data[22..]; events.Length >= 12; events = events[12..])
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(events[4..]) == SlowMouse)
                found = Position(events[6..], found);
        }

        return found;
    }

    private static (int X, int Y, bool Pressed)? Position(ReadOnlySpan<byte> mouse, (int X, int Y, bool Pressed)? before)
    {
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(mouse);
        return (flags & Wheel) != 0
            ? before
            : (BinaryPrimitives.ReadUInt16LittleEndian(mouse[2..]), BinaryPrimitives.ReadUInt16LittleEndian(mouse[4..]), (before?.Pressed ?? false) || (flags & Pressed) != 0);
    }
}
