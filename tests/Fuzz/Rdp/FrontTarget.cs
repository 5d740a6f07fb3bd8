using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;

namespace Bastion.Fuzz.Rdp;

/// <summary>The MCS phase of a client that nobody knows.</summary>
internal sealed class FrontTarget : FramesTarget
{
    private FrontHandshake hello = new(SecurityProtocols.Tls);

    public override string Name => "rdp-front";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Joined(RdpSamples.ConnectInitial(1), McsDomain.Erect(), McsDomain.AttachRequest(), McsDomain.JoinRequest(1005, 1005), McsDomain.JoinRequest(1005, 1003), McsDomain.JoinRequest(1005, 1004), RdpSamples.ClientInfo()),
        RdpSamples.ConnectInitial(31),
    ];

    protected override void Begin() => hello = new FrontHandshake(SecurityProtocols.Tls | SecurityProtocols.Nla);

    protected override void One(Span<byte> frame)
    {
        if (hello.Info is not null)
            return;
        hello.Take(frame);
        if (hello.Initial is { Channels.Count: > 31 })
            throw new InvalidOperationException("Too many channels were taken.");
    }
}
