using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;

namespace Bastion.Fuzz.Rdp;

/// <summary>Everything a device may send after its sign-in.</summary>
internal sealed class ServerFilterTarget : FramesTarget
{
    private ServerFilter filter = null!;

    public override string Name => "rdp-server";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Joined(RdpSamples.Active(fromServer: true), RdpSamples.Data(true, ShareControl.FontMap, new byte[8]), RdpSamples.Bitmap(), RdpSamples.Surface(), RdpSamples.Data(true, ShareControl.Update, 1, 0, 0, 0)),
        Joined(RdpSamples.Active(fromServer: true), SendData.ToFrame(true, 1002, RdpSamples.Clipboard, RdpSamples.Chunk(7, 0, 1, 0, 0, 0, 1, 0, 12, 0, 2, 0, 0, 0, 2, 0, 0, 0)), SendData.ToFrame(true, 1002, RdpSamples.Clipboard, RdpSamples.Chunk(2, 0, 13, 0, 0, 0, 0, 0))),
        Joined(SendData.ToFrame(true, 1002, RdpSamples.Io, [0x80, 0, 0, 0, 0xFF, 3, 16, 0, 7, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0]), RdpSamples.Active(fromServer: true), RdpSamples.Data(true, ShareControl.SaveSessionInfo, new byte[40]), McsDomain.Disconnect()),
    ];

    protected override void Begin() => filter = new ServerFilter(Table(), new ClipboardGuard(new DesktopRules(true, true, false), _ => { }), _ => { });

    protected override void One(Span<byte> frame)
    {
        List<byte[]> onward = [], back = [];
        filter.Take(frame, onward, back);
        Check(onward);
        Check(back);
    }
}
