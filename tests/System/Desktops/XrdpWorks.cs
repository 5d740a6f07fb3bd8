using Bastion.Testing;

namespace Bastion.SystemTests.Desktops;

/// <summary>xrdp, which opens a session for the account of the vault and knows nothing of the network level.</summary>
public sealed class XrdpWorks : DesktopTest
{
    [PeerFact("xrdp", "xrdp-sesman", "Xvfb", "xfreerdp", "xterm", "xdotool", "setxkbmap", "unshare", "openssl", "root")]
    public async Task Azerty_ArrivesLetterForLetter()
    {
        var (id, user, password) = await Ticket();
        await using var client = await Connect(user, password, "/rfx");
        await AssertTypes(client, "azerty éàç 0123");
        client.Close();
        var recorded = await AssertEnded(id, "TechnicianClosed", "TechnicianLost");
        Assert.True(recorded.Output.Length > 10_000);
    }

    protected override async Task<RemoteDesktop> StartDesktop() => await XrdpDesktop.Start();
}
