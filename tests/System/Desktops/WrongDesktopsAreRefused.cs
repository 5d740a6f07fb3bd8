using Bastion.Testing;

namespace Bastion.SystemTests.Desktops;

/// <summary>A device that is not the confirmed one, or protects the connection less than its endpoint says, is never given the account.</summary>
public sealed class WrongDesktopsAreRefused : DesktopTest
{
    protected override byte[] Pin => [.. Desktop.Certificate[..^1], (byte)(Desktop.Certificate[^1] ^ 1)];

    [PeerFact("Xvfb", "xfreerdp", "freerdp-shadow-cli", "xterm", "xdotool", "import", "setxkbmap", "winpr-hash")]
    public async Task OtherCertificate_EndsBeforeAnythingIsSaid()
    {
        var (id, user, password) = await Ticket();
        await using var client = await Connect(user, password, "/sec:tls");
        await client.Exited.Within("xfreerdp to give up");
        await AssertEnded(id, "DevicePinChanged");
    }
}
