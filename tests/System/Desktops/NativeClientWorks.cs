using System.Text;
using Bastion.Recorder.Contracts;
using Bastion.Testing;

namespace Bastion.SystemTests.Desktops;

/// <summary>xfreerdp to a desktop that speaks TLS alone: picture, keys, evidence, freeze, stop.</summary>
public sealed class NativeClientWorks : DesktopTest
{
    [PeerFact("Xvfb", "xfreerdp", "freerdp-shadow-cli", "xterm", "xdotool", "import", "setxkbmap", "winpr-hash")]
    public async Task Tls_PictureAndKeysPass_AndAreRecorded()
    {
        var (id, user, password) = await Ticket();
        await using var client = await Connect(user, password, "/sec:tls");
        await AssertSamePicture(client);
        await AssertTypes(client, "azerty qsdfgh wxcvbn éàçù 0123");
        client.Close();
        await client.Exited.Within("xfreerdp to leave");
        var recorded = await AssertEnded(id, "TechnicianClosed", "TechnicianLost");
        Assert.NotEmpty(recorded.Output);
        var everything = Encoding.Latin1.GetString(recorded.Output) + Encoding.Latin1.GetString(recorded.Input);
        Assert.DoesNotContain(Desktop.Password, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(Desktop.Password)), everything, StringComparison.Ordinal);
        Assert.DoesNotContain(password, everything, StringComparison.Ordinal);
    }

    [PeerFact("Xvfb", "xfreerdp", "freerdp-shadow-cli", "xterm", "xdotool", "import", "setxkbmap", "winpr-hash")]
    public async Task Nla_TicketIsProvenWithoutBeingSent_RemoteFx()
    {
        var (id, user, password) = await Ticket();
        await using var client = await Connect(user, password, "/sec:nla", "/rfx");
        await AssertSamePicture(client);
        await AssertTypes(client, "par le réseau");
        client.Close();
        await AssertEnded(id, "TechnicianClosed", "TechnicianLost");
    }

    [PeerFact("Xvfb", "xfreerdp", "freerdp-shadow-cli", "xterm", "xdotool", "import", "setxkbmap", "winpr-hash")]
    public async Task Freeze_IsShownAndKeysAreDropped_ResumeRepaints_StopEnds()
    {
        var (id, user, password) = await Ticket();
        await using var client = await Connect(user, password);
        await AssertSamePicture(client);
        await AssertTypes(client, "avant");
        var claire = await Hospital.Staff("claire.aubanel");
        await claire.Freeze(id, "Un patient arrive");
        await Eventually.True(async () => await Likeness(client) < Alike, "the sentence to cover the picture");
        await client.Display.Type("jamais");
        await claire.Resume(id);
        await AssertSamePicture(client);
        await AssertTypes(client, "apres");
        Assert.DoesNotContain("jamais", Desktop.Typed, StringComparison.Ordinal);
        await claire.Revoke(id);
        await client.Exited.Within("xfreerdp to leave");
        await AssertEnded(id, "StaffRevoked");
    }
}
