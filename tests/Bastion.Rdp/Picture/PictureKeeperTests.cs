using Bastion.Rdp.Pdus;
using Bastion.Rdp.Picture;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Tests.Picture;

public sealed class PictureKeeperTests
{
    [Fact]
    public void Bitmaps_CoverTheDesktop_OnlyWhatStillShowsIsDrawnAgain()
    {
        var keeper = new PictureKeeper(128, 64);
        keeper.TakeFast(Bitmap(0, 0, 64, 64, 1));
        Assert.Empty(keeper.Draw());
        keeper.TakeFast(Bitmap(64, 0, 64, 64, 2));
        keeper.TakeFast(Bitmap(0, 0, 64, 64, 3));
        keeper.TakeFast(Bitmap(70, 10, 8, 8, 4));

        Assert.Equal([Bitmap(64, 0, 64, 64, 2), Bitmap(0, 0, 64, 64, 3), Bitmap(70, 10, 8, 8, 4)], keeper.Draw());
    }

    [Fact]
    public void Bitmap_AtTheEdgeOfAnUnevenDesktop_FillsTheLastCells()
    {
        var keeper = new PictureKeeper(100, 50);
        keeper.TakeSlow(Bitmap(0, 0, 100, 50, 1).AsSpan(6));
        Assert.True(keeper.IsComplete);
        Assert.Equal(Bitmap(0, 0, 100, 50, 1), Assert.Single(keeper.Draw()));
    }

    [Fact]
    public void RemoteFx_RegionWiderThanItsTiles_CoversItsTilesAlone()
    {
        var keeper = new PictureKeeper(128, 64);
        keeper.TakeFast(RemoteFx(1, [(0, 0)]));
        Assert.False(keeper.IsComplete);
        keeper.TakeFast(RemoteFx(2, [(1, 0)]));

        Assert.True(keeper.IsComplete);
        Assert.Equal(2, keeper.Draw().Count);
    }

    [Fact]
    public void RemoteFx_DrawnAgain_AsksForNoAcknowledgement()
    {
        var keeper = new PictureKeeper(128, 64);
        keeper.TakeFast(RemoteFx(7, [(0, 0), (1, 0)]));

        var frame = Assert.Single(keeper.Draw());
        var at = 0;
        Assert.True(FastPathUpdate.Next(frame, ref at, out var update));
        Assert.Null(SurfaceCommands.LastFrame(frame.AsSpan(update.At, update.Length)));
    }

    [Fact]
    public void Fragments_AreKeptAsOneUpdate_AndLeaveInFragments()
    {
        var body = Bitmap(0, 0, 128, 64, 5, 40_000)[6..];
        var keeper = new PictureKeeper(128, 64);
        keeper.TakeFast(FastPathUpdate.ToFrame(FastPathUpdate.Bitmap | (2 << 4), body.AsSpan(0, 20_000)));
        Assert.False(keeper.IsComplete);
        keeper.TakeFast(FastPathUpdate.ToFrame(FastPathUpdate.Bitmap | (1 << 4), body.AsSpan(20_000)));

        var frames = keeper.Draw();
        Assert.Equal(3, frames.Count);
        Assert.Equal(body, frames.SelectMany(frame => frame[6..]));
        Assert.Equal([2, 3, 1], frames.Select(frame => frame[3] >> 4));
    }

    [Fact]
    public void TooMuch_IsForgotten_AndWholeAgainWhenAllWasDrawn()
    {
        var keeper = new PictureKeeper(64, 64);
        keeper.TakeFast(Bitmap(0, 0, 64, 64, 1));
        for (var i = 0; i < 200; i++)
            keeper.TakeFast(Bitmap(3, 3, 8, 8, 2));
        Assert.Empty(keeper.Draw());
        keeper.TakeFast(Bitmap(0, 0, 64, 64, 3));
        Assert.Equal(Bitmap(0, 0, 64, 64, 3), Assert.Single(keeper.Draw()));
    }

    private static byte[] Bitmap(int left, int top, int width, int height, int pixel, int length = 4)
    {
        using var body = new RdpWriter();
        foreach (var value in (int[])[1, 1, left, top, left + width - 1, top + height - 1, width, height, 32, 0, length])
            body.U16(value);
        body.Octets([.. Enumerable.Repeat((byte)pixel, length)]);
        return FastPathUpdate.ToFrame(FastPathUpdate.Bitmap, body.Written);
    }

    // Its region is the whole desktop of 128 by 64, whatever tiles there are.
    private static byte[] RemoteFx(uint frame, (int X, int Y)[] tiles)
    {
        using var bits = new RdpWriter();
        Block(bits, 0xCCC6, [1, 0, 1, 1, 0, 0, 0, 0, 0, 128, 0, 64, 0, 0xC1, 0xCA, 1, 0]);
        using var set = new RdpWriter();
        foreach (var value in (int[])[0x0001, 0xCAC2, 0, 0])
            set.U16(value);
        set.U8(1);
        set.U8(64);
        set.U16(tiles.Length);
        set.U32(0);
        set.Zeros(5);
        foreach (var (x, y) in tiles)
            Block(set, 0xCAC3, [0, 0, 0, (byte)x, 0, (byte)y, 0, 0, 0, 0, 0, 0, 0]);
        Block(bits, 0xCCC7, set.Written);
        using var body = new RdpWriter();
        foreach (var value in (int[])[4, 0])
            body.U16(value);
        body.U32(frame);
        foreach (var value in (int[])[6, 0, 0, 128, 64])
            body.U16(value);
        body.Octets([32, 0, 0, 3, 128, 0, 64, 0]);
        body.U32((uint)bits.Length);
        body.Octets(bits.Written);
        foreach (var value in (int[])[4, 1])
            body.U16(value);
        body.U32(frame);
        return FastPathUpdate.ToFrame(FastPathUpdate.Surface, body.Written);
    }

    private static void Block(RdpWriter writer, int type, ReadOnlySpan<byte> body)
    {
        writer.U16(type);
        writer.U32((uint)(body.Length + 6));
        writer.Octets(body);
    }
}
