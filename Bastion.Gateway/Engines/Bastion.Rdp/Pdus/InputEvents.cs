using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>Reads input (MS-RDPBCGR 2.2.8.1.1.3, 2.2.8.1.2) and tells each event to a listener.</summary>
public static class InputEvents
{
    private const int Encrypted = 0xC0;
    private const int FastRelease = 0x01;
    private const int FastExtended = 0x02;
    private const int FastExtended1 = 0x04;
    private const int SlowRelease = 0x8000;
    private const int SlowExtended = 0x0100;
    private const int SlowExtended1 = 0x0200;
    private const int SlowKey = 4;
    private const int SlowUnicode = 5;
    private const int SlowMouse = 0x8001;
    private const int SlowMouseExtended = 0x8002;

    /// <summary>Fast-path input frame of a client.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static void ReadFast(ReadOnlySpan<byte> frame, IInputListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        if ((frame[0] & Encrypted) != 0)
            throw new RdpProtocolException("input is encrypted twice");
        var reader = new RdpReader(frame);
        reader.Skip(RdpFraming.FastPathHead(frame));
        int count = (frame[0] >> 2) & 0x0F;
        if (count == 0)
            count = reader.U8();
        for (var i = 0; i < count; i++)
        {
            int head = reader.U8();
            var flags = head & 0x1F;
            switch (head >> 5)
            {
                case 0:
                    listener.Key(reader.U8(), Prefix((flags & FastExtended) != 0, (flags & FastExtended1) != 0), (flags & FastRelease) == 0);
                    break;
                case 1:
                    listener.Mouse(reader.U16(), reader.U16(), reader.U16());
                    break;
                case 2:
                    listener.ExtraMouse(reader.U16(), reader.U16(), reader.U16());
                    break;
                case 3:
                    listener.Locks(flags);
                    break;
                case 4:
                    listener.Letter(reader.U16(), (flags & FastRelease) == 0);
                    break;
                case 5:
                    reader.Skip(6);
                    break;
                case 6:
                    reader.Skip(4);
                    break;
                default:
                    throw new RdpProtocolException("an unknown input event");
            }
        }
    }

    /// <summary>Body of a slow-path input PDU.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static void ReadSlow(ReadOnlySpan<byte> body, IInputListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var reader = new RdpReader(body);
        int count = reader.U16();
        reader.Skip(2);
        for (var i = 0; i < count; i++)
        {
            reader.Skip(4);
            int type = reader.U16();
            int first = reader.U16(), second = reader.U16(), third = reader.U16();
            switch (type)
            {
                case SlowKey:
                    listener.Key((byte)second, Prefix((first & SlowExtended) != 0, (first & SlowExtended1) != 0), (first & SlowRelease) == 0);
                    break;
                case SlowUnicode:
                    listener.Letter((ushort)second, (first & SlowRelease) == 0);
                    break;
                case SlowMouse:
                    listener.Mouse((ushort)first, (ushort)second, (ushort)third);
                    break;
                case SlowMouseExtended:
                    listener.ExtraMouse((ushort)first, (ushort)second, (ushort)third);
                    break;
                case 0:
                    listener.Locks(second);
                    break;
            }
        }
    }

    private static int Prefix(bool extended, bool extended1) => extended1 ? 2 : extended ? 1 : 0;
}
