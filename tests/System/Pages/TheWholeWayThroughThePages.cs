using Bastion.Testing;
using Microsoft.Playwright;

namespace Bastion.SystemTests.Pages;

/// <summary>Request, approval, terminal in the browser, live view, freeze, stop and replay: all by the pages that people use, with a real device behind.</summary>
public sealed class TheWholeWayThroughThePages : SystemTest
{
    private const string Symptom = "The calibration of the photometer fails since this morning.";

    [PeerFact("sshd", "unshare", "chromium", "root")]
    public async Task Intervention_FromRequestToReplay_WorksInTheBrowser()
    {
        await using var chromium = await Chromium.Start();
        var sami = Hospital.Seed.Person("sami.belkacem");
        var portal = await chromium.SignedIn(Hospital.Files.PortalUrl, sami, Hospital.Code(sami));

        // A half-filled form comes back filled.
        await portal.GotoAsync(new Uri(Hospital.Files.PortalUrl, "/interventions/new").ToString());
        await portal.FillAsync("[name=symptom]", Symptom);
        await portal.FillAsync("[name=ticket]", "BT-77");
        await portal.ClickAsync("form#request button[type=submit]");
        await portal.WaitForSelectorAsync(".b-summary");
        Assert.Equal(Symptom, await portal.InputValueAsync("[name=symptom]"));
        Assert.Equal("BT-77", await portal.InputValueAsync("[name=ticket]"));

        await portal.Locator("select[name=device_id] option").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        var device = await portal.Locator("select[name=device_id] option", new PageLocatorOptions { HasTextString = "ANA-01" }).GetAttributeAsync("value");
        await portal.SelectOptionAsync("select[name=device_id]", device!);
        await portal.CheckAsync("input[name=kind][value=telemaintenance]");
        await portal.FillAsync("[name=day]", "2026-11-24");
        await portal.FillAsync("[name=time]", "10:00");
        await portal.SelectOptionAsync("select[name=purpose]", "corrective");
        await portal.FillAsync("[name=planned_actions]", "Read the log and calibrate again.");
        await portal.FillAsync("[name=contact_phone]", "+33 1 23 45 67 89");
        await Chromium.Submit(portal, "form#request button[type=submit]", url => url.Contains("/interventions/", StringComparison.Ordinal) && !url.EndsWith("/new", StringComparison.Ordinal));
        var number = await portal.TextContentAsync("nav[aria-label] >> text=/INT-\\d{4}-\\d{5}/") ?? "";

        var claire = Hospital.Seed.Person("claire.aubanel");
        var staff = await chromium.SignedIn(Hospital.Files.AdminUrl, claire, Hospital.Code(claire));
        await staff.GotoAsync(new Uri(Hospital.Files.AdminUrl, "/inbox").ToString());
        await staff.ClickAsync("article.b-req h2 a");
        await staff.WaitForSelectorAsync("form#decision");
        Assert.Contains(Symptom, await staff.InnerTextAsync("main"), StringComparison.Ordinal);
        await staff.ClickAsync("form#decision button.btn-primary[type=submit]");
        await staff.Locator("form#decision").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });

        await portal.ReloadAsync();
        await portal.ClickAsync("a[href$='/terminal']");
        await portal.WaitForSelectorAsync(".xterm");
        await WaitForScreen(portal, "$ ");
        await portal.ClickAsync(".xterm");
        await portal.Keyboard.TypeAsync("echo web-$((6*7))\n");
        await WaitForScreen(portal, "web-42");

        await staff.GotoAsync(new Uri(Hospital.Files.AdminUrl, "/live").ToString());
        await staff.ClickAsync("article.b-tile footer a[href^='/live/']");
        await staff.WaitForFunctionAsync("() => document.querySelector('#screen')?.innerText.includes('web-42')");

        await staff.ClickAsync("form[action$='/freeze'] button");
        await portal.Locator("[data-veil]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Visible });
        await staff.ClickAsync("form[action$='/resume'] button");
        await portal.Locator("[data-veil]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });

        await staff.ClickAsync("button[data-dialog^='stop-']");
        await staff.FillAsync("dialog[open] input[name=reason]", "The analyser is needed for a patient");
        await staff.ClickAsync("dialog[open] button[type=submit]");
        await portal.Locator("[data-end]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Visible });
        var intervention = (await Eventually.Value(async () => (await Evidence.List()).FirstOrDefault(one => one.State == "Sealed"), "a sealed recording")).RecordingId;

        var jeanne = Hospital.Seed.Person("jeanne.roy");
        var auditor = await chromium.SignedIn(Hospital.Files.AdminUrl, jeanne, Hospital.Code(jeanne));
        await auditor.GotoAsync(new Uri(Hospital.Files.AdminUrl, $"/recordings/{intervention}").ToString());
        await auditor.FillAsync("[name=reason]", "Check of the promise");
        await auditor.ClickAsync("form[action^='/recordings/'] button[type=submit]");
        await auditor.WaitForSelectorAsync("#replay");
        await auditor.ClickAsync("#play");
        await auditor.WaitForFunctionAsync("() => document.querySelector('#screen')?.innerText.includes('web-42')");
        await Evidence.Entry("recording.viewed");
        Assert.Matches("INT-\\d{4}-\\d{5}", number);
        Assert.True(chromium.Complaints.Count == 0, string.Join("\n", chromium.Complaints));
    }

    private static Task<IJSHandle> WaitForScreen(IPage page, string text) =>
        page.WaitForFunctionAsync("text => document.querySelector('.xterm-rows')?.textContent.replace(/\\u00a0/g, ' ').includes(text)", text);
}
