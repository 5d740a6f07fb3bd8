using System.Net.Security;
using Bastion.Gateway.Sessions;
using Bastion.Rdp.Relay;

namespace Bastion.Gateway.RdpBroker;

/// <summary>A device that took our Client Info, or why there is none.</summary>
internal sealed record DesktopDial(SslStream? Device, FrameSource? Frames, ChannelTable? Channels, SessionEndReason Reason, string Detail)
{
    public string Security { get; init; } = "";

    public string CertificateSha256 { get; init; } = "";

    public static DesktopDial Down(SessionEndReason reason, string detail) => new(null, null, null, reason, detail);
}
