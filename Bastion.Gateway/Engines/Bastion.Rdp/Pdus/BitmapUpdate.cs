using System.Buffers.Binary;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>Bitmap updates (MS-RDPBCGR 2.2.9.1.1.3.1.2): those of a device made regular, and those that the bastion draws itself.</summary>
public static class BitmapUpdate
{
    private const int UpdateType = 1;
    private const int RectangleHead = 18;

    /// <summary>
    /// A device may send bitmaps that are wider than the place they go to (padded lines). One decoder that is in use draws those sheared, so the place is widened to the bitmap
    /// where the desktop has room for it. In place.
    /// </summary>
    /// <exception cref="RdpProtocolException"/>
    public static void Widen(Span<byte> body, int desktopWidth)
    {
        var reader = new RdpReader(body);
        if (reader.U16() != UpdateType)
            return;
        int count = reader.U16();
        for (var i = 0; i < count; i++)
        {
            var at = reader.Position;
            int left = reader.U16();
            reader.Skip(2);
            int right = reader.U16();
            reader.Skip(2);
            int width = reader.U16();
            reader.Skip(6);
            reader.Skip(reader.U16());
            if (width > right - left + 1 && left + width <= desktopWidth)
                BinaryPrimitives.WriteUInt16LittleEndian(body[(at + 4)..], (ushort)(left + width - 1));
        }
    }

    /// <summary>A fast-path frame that draws one rectangle of plain pixels, lines from below. The width must be a multiple of 4 and everything fit into one frame.</summary>
    public static byte[] Draw(int left, int top, int width, int height, int bitsPerPixel, ReadOnlySpan<byte> pixels)
    {
        using var body = new RdpWriter();
        body.U16(UpdateType);
        body.U16(1);
        body.U16(left);
        body.U16(top);
        body.U16(left + width - 1);
        body.U16(top + height - 1);
        body.U16(width);
        body.U16(height);
        body.U16(bitsPerPixel);
        body.U16(0);
        body.U16(pixels.Length);
        body.Octets(pixels);
        return FastPathUpdate.ToFrame(FastPathUpdate.Bitmap, body.Written);
    }

    /// <summary>Rectangles of a whole update body; to look at, not to trust.</summary>
    public static int Rectangles(ReadOnlySpan<byte> body) => body.Length >= 4 ? BinaryPrimitives.ReadUInt16LittleEndian(body[2..]) : 0;

    /// <summary>Octets of one rectangle's head.</summary>
    public static int HeadLength => RectangleHead;
}
