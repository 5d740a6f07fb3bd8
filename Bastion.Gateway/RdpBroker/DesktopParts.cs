using System.Net.Security;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;

namespace Bastion.Gateway.RdpBroker;

/// <summary>Both legs of a desktop, connected.</summary>
internal sealed record DesktopParts
{
    public required Stream Transport { get; init; }

    public required FrameSource ClientFrames { get; init; }

    public required SslStream Device { get; init; }

    public required FrameSource DeviceFrames { get; init; }

    public required ChannelTable Channels { get; init; }

    public required DesktopRules Rules { get; init; }

    public required McsConnectInitial Initial { get; init; }

    public required RdpEntry Entry { get; init; }

    public required DesktopDial Dial { get; init; }

    /// <summary>The first event of the recording.</summary>
    public byte[] Header() => DesktopEvents.Desktop(
        Initial.Core.Width,
        Initial.Core.Height,
        Channels.FrontUser,
        Channels.Desktop.Front,
        Channels.Clipboard?.Front ?? 0,
        Initial.Core.KeyboardLayout,
        Entry.Source.Client,
        Rules.ReadOnly,
        Dial.Security,
        Dial.CertificateSha256);
}
