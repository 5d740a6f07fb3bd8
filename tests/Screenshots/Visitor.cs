using Microsoft.Playwright;

namespace Bastion.Screenshots;

/// <summary>One person in one browser context.</summary>
internal sealed class Visitor
{
    private readonly string folder;

    private Visitor(IPage page, string site, string folder)
    {
        Page = page;
        Site = site;
        this.folder = folder;
    }

    public IPage Page { get; }

    public string Site { get; }

    public static async Task<Visitor> SignIn(IBrowser browser, string site, DemoPerson person, TimeProvider time, string folder)
    {
        var context = await browser.NewContextAsync(new() { IgnoreHTTPSErrors = true, Locale = "fr-FR", ViewportSize = new() { Width = 1360, Height = 850 } });
        var visitor = new Visitor(await context.NewPageAsync(), site, folder);
        var page = visitor.Page;
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync(site + "/sign-in");
        await page.FillAsync("[name=login]", person.Login);
        await page.FillAsync("[name=password]", person.Password);
        await page.ClickAsync("form[action='/sign-in'] button[type=submit]");
        await page.FillAsync("[name=code]", await person.FreshCode(default, time));
        await page.ClickAsync("form[action='/sign-in/code'] button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return visitor;
    }

    public async Task Go(string path)
    {
        await Page.GotoAsync(Site + path);
        await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }

    public Task Shot(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
}
