using System.Buffers.Binary;

namespace Bastion.Rdp.Replay;

/// <summary>
/// Bitmaps that are wider than the rectangle they are for (padded scan lines) are drawn sheared by IronRDP 0.7.0 (its issue 1693). The rectangle is
/// made as wide as the bitmap, in place: what it then covers besides is the padding, which the next rectangle draws over.
/// </summary>
public static class PaddedBitmaps
{
    private const byte BitmapUpdate = 1;
    private const int SlowUpdate = 0x02;
    private const int RectangleHead = 18;

    /// <summary>Widens the rectangles of one PDU; answers how many. Fragments and compressed updates are left alone.</summary>
    public static int Widen(Span<byte> pdu, int desktopWidth)
    {
        if (!ReplayFrames.IsFastPath(pdu))
        {
            return ReplayFrames.TrySendData(pdu, 0x68, out _, out var data) && data.Length > 22 && data[14] == SlowUpdate && (data[2] & 0xf) == 7 && (data[15] & 0x20) == 0
                && BinaryPrimitives.ReadUInt16LittleEndian(data[18..]) == BitmapUpdate
                    ? WidenUpdate(pdu[^(data.Length - 18)..], desktopWidth)
                    : 0;
        }

        var widened = 0;
        var updates = pdu[((pdu[1] & 0x80) == 0 ? 2 : Math.Min(3, pdu.Length))..];
        while (updates.Length >= 3)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(updates[1..]);
            // Compressed updates have one more byte in their head and cannot be looked into.
            if ((updates[0] & 0xC0) != 0 || length > updates.Length - 3)
                break;
            if (updates[0] == BitmapUpdate)
                widened += WidenUpdate(updates.Slice(3, length), desktopWidth);
            updates = updates[(3 + length)..];
        }

        return widened;
    }

    // TS_UPDATE_BITMAP_DATA: updateType, numberRectangles, then TS_BITMAP_DATA each (MS-RDPBCGR 2.2.9.1.1.3.1.2).
    internal static int WidenUpdate(Span<byte> update, int desktopWidth)
    {
        if (update.Length < 4)
            return 0;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(update[2..]);
        var rest = update[4..];
        var widened = 0;
        for (; count > 0 && rest.Length >= RectangleHead; count--)
        {
            int left = BinaryPrimitives.ReadUInt16LittleEndian(rest), right = BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]), width = BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(rest[16..]);
            if (width > right - left + 1 && left + width <= desktopWidth)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(rest[4..], (ushort)(left + width - 1));
                widened++;
            }

            if (length > rest.Length - RectangleHead)
                break;
            rest = rest[(RectangleHead + length)..];
        }

        return widened;
    }
}
