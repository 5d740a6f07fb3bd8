using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>Surface commands (MS-RDPBCGR 2.2.9.2): only the frame markers are of interest to a relay.</summary>
public static class SurfaceCommands
{
    private const int SetBits = 1;
    private const int FrameMarker = 4;
    private const int StreamBits = 6;
    private const int FrameEnd = 1;
    private const int ExtendedHead = 24;

    /// <summary>The last frame that ends in a whole surface update; null when none does.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static uint? LastFrame(ReadOnlySpan<byte> body)
    {
        uint? last = null;
        var reader = new RdpReader(body);
        while (reader.Left >= 2)
        {
            switch (reader.U16())
            {
                case FrameMarker:
                    var action = reader.U16();
                    var frame = reader.U32();
                    if (action == FrameEnd)
                        last = frame;
                    break;
                case SetBits or StreamBits:
                    reader.Skip(9);
                    var flags = reader.U8();
                    reader.Skip(6);
                    var length = reader.U32();
                    if (length > int.MaxValue)
                        throw new RdpProtocolException("a surface is too large");
                    if ((flags & 1) != 0)
                        reader.Skip(ExtendedHead);
                    reader.Skip((int)length);
                    break;
                default:
                    throw new RdpProtocolException("an unknown surface command");
            }
        }
        return last;
    }
}
