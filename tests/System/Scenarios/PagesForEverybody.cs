using System.Text.Json;
using Bastion.SystemTests.Pages;
using Bastion.Testing;
using Microsoft.Playwright;

namespace Bastion.SystemTests.Scenarios;

/// <summary>axe on the staff's and the technician's pages, light in English and dark in French, wide and at 390 px; and a whole approval by keyboard alone.</summary>
public sealed class PagesForEverybody : ScenarioTest
{
    private static readonly string[] StaffPages = ["/inbox", "/interventions", "/live", "/calendar", "/returns", "/notices", "/figures", "/cuts", "/devices", "/files"];
    private static readonly string[] PortalPages = ["/interventions", "/interventions/new", "/files", "/account"];

    [PeerFact("sshd", "unshare", "chromium", "npm", "root")]
    public async Task Pages_BothLanguagesAndThemes_HaveNoFindingOfAxe()
    {
        using var modules = new TemporaryDirectory("axe-modules");
        foreach (var file in new[] { "package.json", "package-lock.json" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Programs", "Accessibility", file), modules.At(file));
        await ChildProcess.Run("npm", "ci", "--prefix", modules.Path, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        var axe = await File.ReadAllTextAsync(modules.At("node_modules/axe-core/axe.min.js"));

        var (id, number) = await (await Hospital.Technician("sami.belkacem")).Request(Analyser, Hospital.Now.AddHours(2), TimeSpan.FromHours(1));
        await using var chromium = await Chromium.Start();
        var claire = Hospital.Seed.Person("claire.aubanel");
        var staff = await chromium.SignedIn(Hospital.Files.AdminUrl, claire, Hospital.Code(claire));
        var sami = Hospital.Seed.Person("sami.belkacem");
        var portal = await chromium.SignedIn(Hospital.Files.PortalUrl, sami, Hospital.Code(sami));
        var findings = new List<string>();
        foreach (var (language, theme, width) in new[] { ("en", "light", 1280), ("fr", "dark", 390) })
        {
            await Speak(staff, Hospital.Files.AdminUrl, "/inbox", language, theme, width);
            foreach (var path in StaffPages.Append("/interventions/" + number))
                findings.AddRange(await Findings(staff, new Uri(Hospital.Files.AdminUrl, path), axe, $"{language} {theme}"));
            await Speak(portal, Hospital.Files.PortalUrl, "/interventions", language, theme, width);
            foreach (var path in PortalPages.Append("/interventions/" + number))
                findings.AddRange(await Findings(portal, new Uri(Hospital.Files.PortalUrl, path), axe, $"{language} {theme}"));
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings));
        Assert.NotEmpty(id);
    }

    [PeerFact("sshd", "unshare", "chromium", "root")]
    public async Task Approval_ByKeyboardAlone_IsDone()
    {
        var (id, _) = await (await Hospital.Technician("sami.belkacem")).Request(Analyser, Hospital.Now.AddHours(2), TimeSpan.FromHours(1));
        await using var chromium = await Chromium.Start();
        var claire = Hospital.Seed.Person("claire.aubanel");
        var page = await chromium.Window();
        await page.GotoAsync(new Uri(Hospital.Files.AdminUrl, "/sign-in").ToString());
        await page.FocusAsync("input[name=login]");
        await page.Keyboard.TypeAsync(claire.Login);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(claire.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/sign-in/code**", Chromium.Parsed);
        await page.FocusAsync("input[name=code]");
        await page.Keyboard.TypeAsync(Hospital.Code(claire));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("ol.b-inbox");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("form#decision");
        await page.Keyboard.PressAsync("a");
        await page.WaitForURLAsync("**/inbox**", Chromium.Parsed);
        Assert.Equal("Approved", (await (await Hospital.Technician("sami.belkacem")).Read(id)).State);
    }

    private static async Task Speak(IPage page, Uri door, string path, string language, string theme, int width)
    {
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        await page.GotoAsync(new Uri(door, path).ToString());
        if (await page.GetAttributeAsync("html", "lang") != language)
        {
            // The switch posts a form of the page; which of the two menus shows depends on the width.
            await page.EvaluateAsync("() => document.querySelector(\"form[action='/language'] button\").click()");
            await page.WaitForFunctionAsync("language => document.documentElement.lang === language", language);
        }
    }

    private static async Task<IEnumerable<string>> Findings(IPage page, Uri address, string axe, string how)
    {
        await page.GotoAsync(address.ToString());
        await page.EvaluateAsync(axe);
        var json = await page.EvaluateAsync<string>("async () => JSON.stringify((await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')))");
        Assert.True(await page.EvaluateAsync<int>("() => document.querySelectorAll('main *').length") > 5, $"{address} has a page");
        var wide = await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > window.innerWidth");
        var found = JsonSerializer.Deserialize<List<string>>(json)!.Select(finding => $"{address.AbsolutePath} {how} {finding}");
        return wide ? found.Append($"{address.AbsolutePath} {how} scrolls sideways") : found;
    }
}
