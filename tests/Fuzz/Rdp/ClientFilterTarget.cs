using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;

namespace Bastion.Fuzz.Rdp;

/// <summary>Everything a technician's client may send after its sign-in.</summary>
internal sealed class ClientFilterTarget : FramesTarget
{
    private ClientFilter filter = null!;
    private PressedKeys pressed = new();
    private ChannelTable table = null!;

    public override string Name => "rdp-client";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Joined(RdpSamples.Active(fromServer: false), RdpSamples.Data(false, ShareControl.FontList, new byte[8]), RdpSamples.Input(), RdpSamples.Data(false, ShareControl.SuppressOutput, 0, 0, 0, 0)),
        Joined(RdpSamples.Active(fromServer: false), RdpSamples.Data(false, ShareControl.Input, 1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 30, 0, 0, 0), SendData.ToFrame(false, RdpSamples.User, RdpSamples.Clipboard, RdpSamples.Chunk(4, 0, 13, 0, 0, 0))),
        Joined(RdpSamples.Active(fromServer: false), SendData.ToFrame(false, RdpSamples.User, RdpSamples.Clipboard, RdpSamples.Chunk(5, 1, 65, 0, 0, 0)), SendData.ToFrame(false, RdpSamples.User, RdpSamples.Clipboard, RdpSamples.Chunk(8, 0, new byte[28]))),
    ];

    protected override void Begin()
    {
        table = Table();
        filter = new ClientFilter(table, new ClipboardGuard(new DesktopRules(true, true, false), _ => { }), new DesktopRules(true, true, false), _ => { });
        pressed = new PressedKeys();
    }

    protected override void One(Span<byte> frame)
    {
        List<byte[]> onward = [], back = [];
        if (filter.Take(frame, onward, back))
        {
            if (frame[0] == 3)
                ClientFilter.Readdress(frame, table);
            else
                InputEvents.ReadFast(frame, pressed);
        }

        pressed.Release();
        Check(onward);
        Check(back);
    }
}
