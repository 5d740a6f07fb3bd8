using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;

namespace Bastion.Fuzz.Rdp;

/// <summary>The MCS phase of a device that means ill.</summary>
internal sealed class BackTarget : FramesTarget
{
    private static readonly McsConnectInitial Initial = McsConnectInitial.Read(RdpSamples.ConnectInitial(1));
    private BackHandshake back = new(Initial, SecurityProtocols.Tls);

    public override string Name => "rdp-back";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Joined(RdpSamples.ConnectResponse(), McsDomain.AttachConfirm(1007), McsDomain.JoinConfirm(1007, 1007), McsDomain.JoinConfirm(1007, 1003), McsDomain.JoinConfirm(1007, 1004)),
    ];

    protected override void Begin() => back = new BackHandshake(Initial, SecurityProtocols.Tls);

    protected override void One(Span<byte> frame)
    {
        if (!back.Done)
            back.Take(frame);
    }
}
