using Bastion.Testing;

namespace Bastion.SystemTests.Desktops;

/// <summary>The endpoint says network level authentication; what answers offers TLS alone and would read the password.</summary>
public sealed class DowngradeIsRefused : DesktopTest
{
    protected override bool EndpointSaysNla => true;

    [PeerFact("Xvfb", "xfreerdp", "freerdp-shadow-cli", "xterm", "xdotool", "import", "setxkbmap", "winpr-hash")]
    public async Task TlsAlone_WhereNlaWasSaid_GetsNoAccount()
    {
        var (id, user, password) = await Ticket();
        await using var client = await Connect(user, password, "/sec:tls");
        await client.Exited.Within("xfreerdp to give up");
        await AssertEnded(id, "DeviceProtocolError");
    }
}
