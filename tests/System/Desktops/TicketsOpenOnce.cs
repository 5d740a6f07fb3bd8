using Bastion.Testing;

namespace Bastion.SystemTests.Desktops;

/// <summary>A ticket that is wrong, used, late or for somebody elsewhere opens nothing, and the device sees no packet.</summary>
public sealed class TicketsOpenOnce : DesktopTest
{
    [PeerFact("Xvfb", "xfreerdp", "freerdp-shadow-cli", "xterm", "xdotool", "import", "setxkbmap", "winpr-hash")]
    public async Task Ticket_WrongThenUsedThenLate_IsRefused()
    {
        var (id, user, password) = await Ticket();
        await Refused(user, "aaaaaaaaaaaaaaaaaaaaaaaaaa", "wrong", "/sec:tls");
        await Refused(user, "aaaaaaaaaaaaaaaaaaaaaaaaaa", "wrong", "/sec:nla");
        await using (var client = await Connect(user, password, "/sec:tls"))
        {
            await AssertSamePicture(client);
            client.Close();
            await client.Exited.Within("xfreerdp to leave");
        }

        await Refused(user, password, "used", "/sec:nla");
        await AssertEnded(id, "TechnicianClosed", "TechnicianLost");
        var (late, secret) = await (await Hospital.Technician("sami.belkacem")).DesktopTicket(id);
        await Hospital.AdvanceTo(Hospital.Now + TimeSpan.FromMinutes(10));
        await Refused(late, secret, "late", "/sec:tls");
    }

    private async Task Refused(string user, string password, string why, string security)
    {
        var before = (await Evidence.Entries(request => request.KindPrefix = "ticket.refused")).Count;
        await using var client = await Connect(user, password, security);
        Assert.NotEqual(0, await client.Exited.Within("xfreerdp to give up"));
        await Eventually.True(async () => (await Evidence.Entries(request => request.KindPrefix = "ticket.refused")).Count > before, "the refusal in the journal");
        Assert.Equal(why, (await Evidence.Entries(request => request.KindPrefix = "ticket.refused"))[^1].Entry.Facts["why"]);
    }
}
