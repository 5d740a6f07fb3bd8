using Bastion.Hospitals;
using Bastion.Testing;
using Microsoft.Playwright;

namespace Bastion.SystemTests.Pages;

/// <summary>Debian's Chromium, driven by Playwright; each person has a window of their own (cookies apart).</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const float Patience = 60_000;
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly List<string> complaints = [];

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// <summary>What the pages' consoles complained about: errors, violations of the content policy.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public static async Task<Chromium> Start()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = PeerProgram.Find("chromium"),
            Args = ["--no-sandbox", "--disable-gpu", "--no-proxy-server"],
            Timeout = Patience,
        });
        return new Chromium(playwright, browser);
    }

    public async Task<IPage> Window(string language = "en-GB")
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true, Locale = language });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            // A form that comes back with errors is a page with its own status, which Chromium calls a failed resource.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                lock (complaints)
                {
                    complaints.Add($"{page.Url}: {message.Text}");
                }
            }
        };
        page.PageError += (_, error) =>
        {
            lock (complaints)
            {
                complaints.Add($"{page.Url}: {error}");
            }
        };
        return page;
    }

    /// <summary>A window in which this person has signed in with password and code.</summary>
    public async Task<IPage> SignedIn(Uri door, HospitalPerson person, string code)
    {
        var page = await Window();
        await page.GotoAsync(new Uri(door, "/sign-in").ToString());
        await page.FillAsync("input[name=login]", person.Login);
        await page.FillAsync("input[name=password]", person.Password);
        await Submit(page, "form[action='/sign-in'] button[type=submit]", "**/sign-in/code**");
        await page.FillAsync("input[name=code]", code);
        await Submit(page, "form[action='/sign-in/code'] button[type=submit]", url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    // Modules have run by then; what still loads behind it (pictures, streams) is nobody's condition.
    public static readonly PageWaitForURLOptions Parsed = new() { WaitUntil = WaitUntilState.DOMContentLoaded };

    public static async Task Submit(IPage page, string button, string address)
    {
        await page.ClickAsync(button);
        await page.WaitForURLAsync(address, Parsed);
    }

    public static async Task Submit(IPage page, string button, Func<string, bool> address)
    {
        await page.ClickAsync(button);
        await page.WaitForURLAsync(address, Parsed);
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
