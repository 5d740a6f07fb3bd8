using System.Buffers.Binary;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Replay;

namespace Bastion.Rdp.Tests.Replay;

public sealed class CatchUpTests
{
    [Fact]
    public void SurfaceCommands_OfManyFrames_BecomeOneUpdateInTheirOrder()
    {
        var catchUp = new CatchUp();
        byte[][] bodies = [[1, 2], [3], [4, 5, 6]];
        foreach (var body in bodies)
            catchUp.Add(FastPathUpdate.ToFrame(FastPathUpdate.Surface, body));

        Assert.Equal(FastPathUpdate.ToFrame(FastPathUpdate.Surface, [1, 2, 3, 4, 5, 6]), Assert.Single(catchUp.Take()));
        Assert.False(catchUp.HasUpdate);
    }

    [Fact]
    public void Bitmaps_OfManyFrames_AreCountedTogether()
    {
        var catchUp = new CatchUp();
        var pixels = new byte[4 * 4 * 4];
        catchUp.Add(BitmapUpdate.Draw(0, 0, 4, 4, 32, pixels));
        catchUp.Add(BitmapUpdate.Draw(4, 0, 4, 4, 32, pixels));

        var frame = Assert.Single(catchUp.Take());

        Assert.Equal(2, BinaryPrimitives.ReadUInt16LittleEndian(frame.AsSpan(8)));
        Assert.Equal(6 + 4 + (2 * (18 + pixels.Length)), frame.Length);
    }

    [Fact]
    public void Fragments_ArePutTogether_AndWhatIsCutOffIsNotShown()
    {
        var catchUp = new CatchUp();
        catchUp.Add(Fragment(3, [9]));
        Assert.False(catchUp.HasUpdate);
        catchUp.Add(Fragment(2, [1]));
        catchUp.Add(Fragment(3, [2]));
        Assert.True(catchUp.IsBetween);
        catchUp.Add(Fragment(1, [3]));

        Assert.False(catchUp.IsBetween);
        Assert.Equal(FastPathUpdate.ToFrame(FastPathUpdate.Surface, [1, 2, 3]), Assert.Single(catchUp.Take()));
    }

    [Fact]
    public void LongUpdates_GoOutInFragmentsThatFit()
    {
        var catchUp = new CatchUp();
        var body = new byte[20_000];
        Random.Shared.NextBytes(body);
        catchUp.Add(FastPathUpdate.ToFrame(FastPathUpdate.Surface, body));
        catchUp.Add(FastPathUpdate.ToFrame(FastPathUpdate.Surface, body));

        var frames = catchUp.Take();

        Assert.Equal([2, 3, 1], frames.Select(frame => frame[3] >> 4));
        Assert.Equal([.. body, .. body], frames.SelectMany(frame => frame.Skip(6)));
        Assert.All(frames, frame => Assert.Equal(frame.Length, ReplayFilter.FirstLength(frame)));
    }

    [Fact]
    public void Pointers_AreLeftOut()
    {
        var catchUp = new CatchUp();
        catchUp.Add(FastPathUpdate.ToFrame(FastPathUpdate.FirstPointer, [1, 2, 3, 4]));

        Assert.Empty(catchUp.Take());
    }

    private static byte[] Fragment(int fragmentation, byte[] body)
    {
        var frame = FastPathUpdate.ToFrame(FastPathUpdate.Surface, body);
        frame[3] |= (byte)(fragmentation << 4);
        return frame;
    }
}
