using System.Diagnostics;
using Bastion.Testing;
using Xunit.Abstractions;

namespace Bastion.SystemTests.Desktops;

/// <summary>What xfreerdp showed, played again in Chromium.</summary>
public sealed class NativeReplayWorks(ITestOutputHelper output) : BrowserTest(output)
{
    [PeerFact("Xvfb", "xfreerdp", "freerdp-shadow-cli", "xterm", "xdotool", "chromium", "import", "compare", "setxkbmap", "winpr-hash")]
    public async Task RecordingOfANativeClient_FiveInstants_AreWhatItShowed()
    {
        var (id, user, password) = await Ticket();
        await using var client = await Connect(user, password);
        await AssertSamePicture(client);
        await Remember(id, await Kept(client, "first"));
        foreach (var line in (string[])["un", "deux", "trois", "quatre"])
        {
            await AssertTypes(client, line);
            await AssertSamePicture(client, 40);
            await Remember(id, await Kept(client, line));
        }

        var claire = await Hospital.Staff("claire.aubanel");
        var revoked = Stopwatch.GetTimestamp();
        await claire.Revoke(id);
        await client.Exited.Within("xfreerdp to leave");
        Say($"revoke to xfreerdp's exit: {Stopwatch.GetElapsedTime(revoked).TotalMilliseconds:0} ms");
        var recorded = await AssertEnded(id, "StaffRevoked");
        await AssertReplays(recorded.Summary.RecordingId);
    }

    private async Task<string> Kept(DesktopClient client, string name)
    {
        var file = PictureFile(name);
        await client.Display.Screenshot(file);
        return file;
    }
}
