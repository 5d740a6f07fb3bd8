using System.Diagnostics;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Bastion.SystemTests.Desktops;

/// <summary>One day of a desktop in a real Chromium: used, frozen, watched, cut, and played again as it was seen.</summary>
public abstract class BrowserDesktop(ITestOutputHelper output) : BrowserTest(output)
{
    protected async Task UsedWatchedFrozenAndCut_ReplaysAsItWasSeen()
    {
        var (id, number) = await Hospital.Approved(device: Name);
        var portal = await Open(number);
        await AssertShowsDevice(portal);
        await Remember(id, await Keep(portal, "first", quiet: true));
        foreach (var line in (string[])["azerty qsdfgh <wxcvbn> éèàçù", "0123456789 @#[]{}| €", "Mme Aubanel, bonjour ?"])
        {
            await AssertTypes(portal, line);
            await AssertShowsDevice(portal);
            await Remember(id, await Keep(portal, "line" + Seen.Count, quiet: true));
        }

        await Shot(portal, "portal");
        await portal.SetViewportSizeAsync(390, 844);
        await Shot(portal, "portal-phone");
        await portal.SetViewportSizeAsync(1280, 900);
        var staff = await Watch("claire.aubanel");
        await AssertShows(staff, Seen[^1].File, "live");
        await Shot(staff, "live");

        await staff.ClickAsync("form[action$='/freeze'] button");
        await portal.Locator("[data-veil]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Visible });
        await Shot(portal, "frozen");
        await portal.Locator("[data-canvas]").FocusAsync();
        await (await AzertyKeyboard.Of(portal)).Type("jamais\n");
        await staff.ClickAsync("form[action$='/resume'] button");
        await portal.Locator("[data-veil]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await AssertShowsDevice(portal);
        await AssertTypes(portal, "apres");
        Assert.DoesNotContain("jamais", Desktop.Typed, StringComparison.Ordinal);
        await AssertShowsDevice(portal);
        await Remember(id, await Keep(portal, "after", quiet: true));

        var karim = await Hospital.Staff("karim.lestrade");
        var revoked = Stopwatch.GetTimestamp();
        await karim.Revoke(id, "The station is needed");
        await portal.Locator("[data-end]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Visible });
        Say($"revoke to the page's end: {Stopwatch.GetElapsedTime(revoked).TotalMilliseconds:0} ms");
        Assert.Contains("The station is needed", await portal.InnerTextAsync("[data-end]"), StringComparison.Ordinal);
        await Shot(portal, "ended");
        var recorded = await AssertEnded(id, "StaffRevoked");

        var auditor = await AssertReplays(recorded.Summary.RecordingId);
        Assert.NotEqual(0, await auditor.Locator("#marks-list .is-ice").CountAsync());
        await Shot(auditor, "replay");
        await auditor.SetViewportSizeAsync(390, 844);
        await Shot(auditor, "replay-phone");
        Assert.True(Browser.Complaints.Count == 0, string.Join("\n", Browser.Complaints));
        await AssertPasswordIsNowhere(recorded, Received.ToArray());
    }
}
