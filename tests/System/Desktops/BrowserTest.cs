using System.Globalization;
using System.Text;
using Bastion.SystemTests.Pages;
using Bastion.Testing;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Bastion.SystemTests.Desktops;

/// <summary>A hospital with a desktop, and Chromium on both sides: the technician's, and that of staff who watch and replay.</summary>
public abstract class BrowserTest(ITestOutputHelper output) : DesktopTest
{
    /// <summary>A replay is what the live client showed.</summary>
    private const double Same = 35;

    private const string Picture = "() => document.querySelector('canvas').toDataURL('image/png')";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(7);
    private readonly List<(long Micros, string File)> seen = [];
    private Chromium? chromium;

    internal Chromium Browser => chromium!;

    /// <summary>Everything that came to the technician's browser over its line.</summary>
    protected ByteLog Received { get; } = new();

    /// <summary>What clients showed, and the instant of the recording that it is.</summary>
    protected IReadOnlyList<(long Micros, string File)> Seen => seen;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        chromium = await Chromium.Start();
    }

    public override async Task DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>The technician's page, with the device's picture on it.</summary>
    protected async Task<IPage> Open(string number, int width = 1280, int height = 900)
    {
        var sami = Hospital.Seed.Person("sami.belkacem");
        var portal = await Browser.SignedIn(Hospital.Files.PortalUrl, sami, Hospital.Code(sami));
        portal.WebSocket += (_, line) => line.FrameReceived += (_, frame) => Received.Append(frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? ""));
        await portal.SetViewportSizeAsync(width, height);
        await portal.EvaluateAsync("() => localStorage.setItem('desktop.layout', '1036')");
        await portal.GotoAsync(new Uri(Hospital.Files.PortalUrl, "/interventions/" + number).ToString());
        await portal.ClickAsync("a[href$='/desktop']");
        await portal.WaitForFunctionAsync("() => document.querySelector('[data-canvas]').width > 600 || !document.querySelector('[data-end]').hidden");
        Assert.True(await portal.Locator("[data-end]").IsHiddenAsync(), await portal.InnerTextAsync("[data-end]"));
        return portal;
    }

    /// <summary>Waits until the page shows what the device shows on its own screen.</summary>
    protected async Task AssertShowsDevice(IPage page)
    {
        var theirs = PictureFile("device");
        var best = 0.0;
        try
        {
            await Eventually.True(async () =>
            {
                return await Desktop.Screenshot(theirs) && (best = Math.Max(best, await XDisplay.Likeness(theirs, await Keep(page, "now")))) >= Alike;
            }, "the page to show what the device shows");
        }
        catch (TimeoutException late)
        {
            Save(theirs);
            await Shot(page, "not-alike");
            throw new TimeoutException($"{best} dB; {await page.InnerTextAsync("body")}\n{string.Join('\n', Browser.Complaints)}", late);
        }

        Say($"page and device: {best:0.0} dB");
    }

    /// <summary>Types until the line arrived as it was meant: a desktop may not take keys from the first moment.</summary>
    protected async Task AssertTypes(IPage page, string line)
    {
        var keyboard = await AzertyKeyboard.Of(page);
        for (var tries = 0; tries < 6; tries++)
        {
            await page.Locator("[data-canvas]").FocusAsync();
            await keyboard.Type(line + "\n");
            try
            {
                await Eventually.True(() => Desktop.Typed.Split('\n').Contains(line), "the line to arrive", TimeSpan.FromSeconds(10));
                return;
            }
            catch (TimeoutException)
            {
                // Once more, like a person.
            }
        }

        Assert.Contains(line, Desktop.Typed, StringComparison.Ordinal);
    }

    /// <summary>Keeps the picture of now with its instant, and lets time pass behind it.</summary>
    protected async Task Remember(string intervention, string file)
    {
        var live = (await Evidence.List(request => request.InterventionId = intervention)).Single();
        seen.Add((live.DurationMicros, file));
        Hospital.Clock.Advance(Step);
    }

    /// <summary>The page's picture as a file, once it does not change any more.</summary>
    protected async Task<string> Keep(IPage page, string name, bool quiet = false)
    {
        var url = "";
        await Eventually.True(async () =>
        {
            var last = url;
            url = quiet ? await page.EvaluateAsync<string>($"() => new Promise(done => setTimeout(() => done(({Picture})()), 700))") : await page.EvaluateAsync<string>(Picture);
            return !quiet || url == last;
        }, "a quiet picture");
        var file = PictureFile(name);
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        return file;
    }

    protected string PictureFile(string name) => Path.Combine(Hospital.Files.Directory.Folder("pictures"), name + ".png");

    protected async Task<IPage> Staff(string login, int width = 1440, int height = 1000)
    {
        var person = Hospital.Seed.Person(login);
        var page = await Browser.SignedIn(Hospital.Files.AdminUrl, person, Hospital.Code(person));
        await page.SetViewportSizeAsync(width, height);
        return page;
    }

    /// <summary>Over the shoulder.</summary>
    protected async Task<IPage> Watch(string login)
    {
        var staff = await Staff(login);
        await staff.GotoAsync(new Uri(Hospital.Files.AdminUrl, "/live").ToString());
        await staff.ClickAsync("article.b-tile footer a[href^='/live/']");
        await staff.WaitForSelectorAsync("#screen[data-shown]");
        return staff;
    }

    /// <summary>Each instant again, forward and backward: the picture is what the client showed.</summary>
    protected async Task<IPage> AssertReplays(string recording)
    {
        var auditor = await Staff("jeanne.roy");
        await auditor.GotoAsync(new Uri(Hospital.Files.AdminUrl, $"/recordings/{recording}").ToString());
        await auditor.FillAsync("[name=reason]", "Check of the promise");
        await auditor.ClickAsync("form[action^='/recordings/'] button[type=submit]");
        try
        {
            await auditor.WaitForSelectorAsync("#replay[data-seeks]");
            await auditor.WaitForFunctionAsync("() => document.querySelectorAll('#track-activity rect').length > 0");
        }
        catch (TimeoutException late)
        {
            await Shot(auditor, "no-replay");
            throw new TimeoutException($"{await auditor.InnerTextAsync("body")}\n{string.Join('\n', Browser.Complaints)}", late);
        }

        foreach (var (micros, file) in Seen.Concat(Seen.Reverse()))
        {
            var took = await Seek(auditor, (micros / 1e6) + 1);
            Say($"seek to {micros / 1e6:0.0} s: {took:0} ms");
            await AssertShows(auditor, file, "replay");
        }

        return auditor;
    }

    protected async Task AssertShows(IPage page, string wanted, string name)
    {
        var best = 0.0;
        try
        {
            await Eventually.True(async () => (best = Math.Max(best, await XDisplay.Likeness(wanted, await Keep(page, "again")))) >= Same, name);
        }
        catch (TimeoutException late)
        {
            Save(wanted);
            await Shot(page, "not-same");
            throw new TimeoutException($"{name} of {Path.GetFileName(wanted)}: {best} dB\n{string.Join('\n', Browser.Complaints)}", late);
        }

        Say($"{name} of {Path.GetFileName(wanted)}: {best:0.0} dB");
    }

    /// <summary>Milliseconds until the page says that it is there.</summary>
    protected static Task<double> Seek(IPage page, double seconds) => page.EvaluateAsync<double>("""
        seconds => new Promise(done => {
          const root = document.querySelector('#replay'), before = root.dataset.seeks, start = performance.now();
          new MutationObserver((_, watch) => { if (root.dataset.seeks !== before) { watch.disconnect(); done(performance.now() - start); } }).observe(root, { attributes: true });
          document.dispatchEvent(new CustomEvent('bastion:seek', { detail: seconds }));
        })
        """, seconds);

    /// <summary>For people who want to see: BASTION_PICTURES names a folder.</summary>
    protected async Task Shot(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BASTION_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{GetType().Name}-{name}.png") });
    }

    protected void Say(FormattableString what) => output.WriteLine(FormattableString.Invariant(what));

    private void Save(string file)
    {
        if (Environment.GetEnvironmentVariable("BASTION_PICTURES") is { Length: > 0 } folder)
            File.Copy(file, Path.Combine(folder, $"{GetType().Name}-{Path.GetFileName(file)}"), overwrite: true);
    }
}
