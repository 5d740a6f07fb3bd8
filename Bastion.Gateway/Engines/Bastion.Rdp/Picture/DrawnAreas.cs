using Bastion.Rdp.Pdus;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Picture;

/// <summary>Which parts of a desktop a whole update draws, without drawing them: bitmaps (MS-RDPBCGR 2.2.9.1.1.3.1.2), surface commands (2.2.9.2) and the RemoteFX in them (MS-RDPRFX 2.2.2).</summary>
internal static class DrawnAreas
{
    private const int SetBits = 1;
    private const int FrameMarker = 4;
    private const int StreamBits = 6;
    private const int ExtendedHead = 24;
    private const int BlockHead = 6;
    private const int RemoteFxFirst = 0xCCC0;
    private const int RemoteFxLast = 0xCCC7;
    private const int Region = 0xCCC6;
    private const int TileSet = 0xCCC7;
    private const int Tile = 0xCAC3;
    private const int TileSide = 64;

    /// <exception cref="RdpProtocolException"/>
    public static void OfBitmaps(ReadOnlySpan<byte> body, List<DrawnArea> into)
    {
        var reader = new RdpReader(body);
        if (reader.U16() != FastPathUpdate.Bitmap)
            return;
        int count = reader.U16();
        for (var i = 0; i < count; i++)
        {
            int left = reader.U16(), top = reader.U16(), right = reader.U16(), bottom = reader.U16();
            reader.Skip(8);
            reader.Skip(reader.U16());
            into.Add(new DrawnArea(left, top, right + 1, bottom + 1, true));
        }
    }

    /// <summary>Also gives the commands that draw, by <paramref name="drawing"/>: all but the marks of frames, which want an answer.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static void OfSurface(ReadOnlySpan<byte> body, List<DrawnArea> into, List<Range> drawing)
    {
        var reader = new RdpReader(body);
        while (reader.Left >= 2)
        {
            var from = reader.Position;
            switch (reader.U16())
            {
                case FrameMarker:
                    reader.Skip(6);
                    break;
                case SetBits or StreamBits:
                    int left = reader.U16(), top = reader.U16(), right = reader.U16(), bottom = reader.U16();
                    reader.Skip(1);
                    var flags = reader.U8();
                    reader.Skip(6);
                    var length = reader.U32();
                    if (length > int.MaxValue)
                        throw new RdpProtocolException("a surface is too large");
                    if ((flags & 1) != 0)
                        reader.Skip(ExtendedHead);
                    Bits(reader.Take((int)length), left, top, right, bottom, into);
                    drawing.Add(from..reader.Position);
                    break;
                default:
                    throw new RdpProtocolException("an unknown surface command");
            }
        }
    }

    private static void Bits(ReadOnlySpan<byte> bits, int left, int top, int right, int bottom, List<DrawnArea> into)
    {
        if (bits.Length < BlockHead || (bits[0] | (bits[1] << 8)) is < RemoteFxFirst or > RemoteFxLast)
        {
            into.Add(new DrawnArea(left, top, right, bottom, true));
            return;
        }
        List<DrawnArea> regions = [];
        var blocks = new RdpReader(bits);
        while (blocks.Left >= BlockHead)
        {
            int type = blocks.U16();
            var block = new RdpReader(blocks.Take(Length(blocks.U32())));
            if (type == Region)
                Regions(ref block, left, top, regions);
            else if (type == TileSet)
                Tiles(ref block, left, top, right, bottom, regions, into);
        }
    }

    // A region without rectangles is all of the destination (2.2.2.3.3).
    private static void Regions(ref RdpReader block, int left, int top, List<DrawnArea> regions)
    {
        regions.Clear();
        block.Skip(3);
        int count = block.U16();
        for (var i = 0; i < count; i++)
        {
            int x = block.U16(), y = block.U16(), width = block.U16(), height = block.U16();
            regions.Add(new DrawnArea(left + x, top + y, left + x + width, top + y + height, true));
        }
    }

    // What is drawn is where tiles and regions meet (2.2.2.3.4); a region may speak of more than there are tiles for.
    private static void Tiles(ref RdpReader block, int left, int top, int right, int bottom, List<DrawnArea> regions, List<DrawnArea> into)
    {
        block.Skip(2 + 2 + 2 + 2);
        int quantities = block.U8();
        block.Skip(1);
        int count = block.U16();
        block.Skip(4);
        block.Skip(quantities * 5);
        for (var i = 0; i < count; i++)
        {
            if (block.U16() != Tile)
                throw new RdpProtocolException("a tile is none");
            var tile = new RdpReader(block.Take(Length(block.U32())));
            tile.Skip(3);
            int x = left + (tile.U16() * TileSide), y = top + (tile.U16() * TileSide);
            var (farX, farY) = (Math.Min(right, x + TileSide), Math.Min(bottom, y + TileSide));
            if (farX <= x || farY <= y)
                continue;
            var whole = regions.Count == 0;
            foreach (var region in regions)
                whole |= region.Contains(x, y, farX, farY);
            into.Add(new DrawnArea(x, y, farX, farY, whole));
        }
    }

    // The length of a block counts its head.
    private static int Length(uint length) => length is >= BlockHead and <= int.MaxValue ? (int)length - BlockHead : throw new RdpProtocolException("a block is too short");
}
