using System.Globalization;
using Bastion.Screenshots;
using Microsoft.Playwright;

// usage: Bastion.Screenshots state-directory output-directory
// Walks the tour of the README on a running demo with real Chromium and keeps a picture of each step.
if (args.Length != 2)
{
    await Console.Error.WriteLineAsync("usage: Bastion.Screenshots state-directory output-directory");
    return 2;
}
var time = TimeProvider.System;
var demo = Demo.Read(args[0]);
var folder = Directory.CreateDirectory(args[1]).FullName;
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = "/usr/bin/chromium",
    Args = ["--no-sandbox", "--force-color-profile=srgb", "--font-render-hinting=none"],
});

// Lucie asks.
var lucie = demo.Person("lucie.marchesi");
var atPortal = await Visitor.SignIn(browser, demo.Portal, lucie, time, folder);
var portal = atPortal.Page;
await atPortal.Go("/interventions/new");
await portal.SelectOptionAsync("#device_id", new SelectOptionValue { Index = await IndexOf(portal, "#device_id", "ANA-01") });
await portal.CheckAsync("[name=kind][value=telemaintenance]");
var start = TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
await portal.FillAsync("[name=day]", start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
await portal.FillAsync("[name=time]", start.ToString("HH:mm", CultureInfo.InvariantCulture));
await portal.SelectOptionAsync("[name=length_minutes]", "60");
await portal.SelectOptionAsync("[name=purpose]", "corrective");
await portal.FillAsync("[name=symptom]", "Pipette 2 hors tolérance depuis ce matin, contrôles du lactate à revoir.");
await portal.FillAsync("[name=planned_actions]", "Lire le journal, étalonner la pipette 2, refaire les contrôles.");
await portal.FillAsync("[name=ticket]", "BT-2041");
await portal.FillAsync("[name=contact_phone]", "01 99 00 20 21");
await atPortal.Shot("portal-request");
await portal.ClickAsync("#request button.btn-primary[type=submit]");
await portal.WaitForURLAsync(url => url.Contains("/interventions/INT-", StringComparison.Ordinal));
var number = new Uri(portal.Url).Segments[^1].Split('?')[0];
Console.WriteLine($"asked: {number}");

// Claire approves.
var claire = demo.Person("claire.aubanel");
var atAdmin = await Visitor.SignIn(browser, demo.Admin, claire, time, folder);
var claireSignedIn = time.GetUtcNow();
var admin = atAdmin.Page;
await atAdmin.Go("/inbox");
await atAdmin.Shot("admin-inbox");
await atAdmin.Go("/interventions/" + number);
await atAdmin.Shot("admin-decision");
if (await admin.QuerySelectorAsync("#decision [name=code]") is { } again)
    await again.FillAsync(await claire.FreshCode(claireSignedIn, time));
await admin.ClickAsync("#decision button.btn-primary");
await admin.WaitForLoadStateAsync();
Console.WriteLine("approved");

// The laboratory gives the device.
await atAdmin.Go("/interventions/" + number);
await admin.FillAsync("[name=onWordOf]", "Mme Sorel");
await admin.ClickAsync("form[action$='/release'] button");
await admin.WaitForLoadStateAsync();

// Lucie connects from the browser.
await atPortal.Go("/interventions/" + number);
await atPortal.Shot("portal-intervention");
await atPortal.Go($"/interventions/{number}/terminal");
var screen = portal.Locator("[data-screen]");
await screen.GetByText("Automate de biochimie").First.WaitForAsync();
await portal.Keyboard.TypeAsync("etat\n");
await screen.GetByText("Réactifs").First.WaitForAsync();
await portal.Keyboard.TypeAsync("controles\n");
await screen.GetByText("verdict").First.WaitForAsync();
await atPortal.Shot("portal-terminal");

// Claire watches, freezes, resumes, stops.
await atAdmin.Go("/live");
await atAdmin.Shot("admin-live");
await admin.ClickAsync("a[href^='/live/']");
await admin.GetByText("verdict").First.WaitForAsync();
await atAdmin.Shot("admin-watch");
await admin.ClickAsync("form[action$='/freeze'] button");
await portal.Locator("[data-veil]").WaitForAsync();
await atPortal.Shot("portal-terminal-frozen");
await admin.ClickAsync("form[action$='/resume'] button");
await portal.Locator("[data-veil]").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
await portal.Keyboard.TypeAsync("etalonner\n");
await screen.GetByText("enregistré").First.WaitForAsync();
await portal.Keyboard.TypeAsync("exit\n");
await portal.Locator("[data-end]").WaitForAsync();
await atPortal.Shot("portal-terminal-ended");
Console.WriteLine("session over");

// Jeanne replays.
var jeanne = demo.Person("jeanne.roy");
var atAudit = await Visitor.SignIn(browser, demo.Admin, jeanne, time, folder);
var audit = atAudit.Page;
await atAudit.Go("/recordings");
await atAudit.Shot("admin-recordings");
await audit.ClickAsync("main a[href^='/recordings/']");
await audit.FillAsync("[name=reason]", "Contrôle du mois");
await audit.ClickAsync("main form button.btn-primary");
await audit.ClickAsync("#play");
await audit.GetByText("Pipettes").First.WaitForAsync();
await atAudit.Shot("admin-replay");
await atAudit.Go("/journal");
await atAudit.Shot("admin-journal");
Console.WriteLine($"pictures in {folder}");
return 0;

static async Task<int> IndexOf(IPage page, string select, string text)
{
    var options = await page.Locator(select + " option").AllTextContentsAsync();
    return options.ToList().FindIndex(o => o.Contains(text, StringComparison.OrdinalIgnoreCase)) is var at and >= 0 ? at : throw new InvalidOperationException($"{text} is not offered");
}
