using Bastion.Rdp.Pdus;
using Bastion.Rdp.Picture;
using Bastion.Rdp.Wire;

namespace Bastion.Fuzz.Rdp;

/// <summary>What is kept of a device's pictures, and drawn again.</summary>
internal sealed class PictureTarget : FramesTarget
{
    private PictureKeeper keeper = new(8, 8);

    public override string Name => "rdp-picture";

    public override IReadOnlyList<byte[]> Seeds { get; } = [Joined(RdpSamples.Bitmap(), RdpSamples.Surface()), Joined(RdpSamples.RemoteFx(), RdpSamples.Bitmap(), RdpSamples.RemoteFx())];

    protected override void Begin() => keeper = new PictureKeeper(70, 40);

    protected override void One(Span<byte> frame)
    {
        if (RdpFraming.IsTpkt(frame))
            keeper.TakeSlow(frame[4..]);
        else
            keeper.TakeFast(frame);
        Check([.. keeper.Draw()]);
    }
}
