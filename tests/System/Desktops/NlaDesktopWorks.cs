using Bastion.Testing;

namespace Bastion.SystemTests.Desktops;

/// <summary>A desktop that wants authentication at the network level, whose account only the vault knows.</summary>
public sealed class NlaDesktopWorks : DesktopTest
{
    protected override bool Nla => true;

    [PeerFact("Xvfb", "xfreerdp", "freerdp-shadow-cli", "xterm", "xdotool", "import", "setxkbmap", "winpr-hash")]
    public async Task DefaultNegotiation_PictureAndKeysPass()
    {
        var (id, user, password) = await Ticket();
        await using var client = await Connect(user, password);
        await AssertSamePicture(client);
        await AssertTypes(client, "azerty");
        client.Close();
        await AssertEnded(id, "TechnicianClosed", "TechnicianLost");
    }
}
