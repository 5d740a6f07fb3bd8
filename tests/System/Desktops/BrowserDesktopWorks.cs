using System.Diagnostics;
using System.Globalization;
using Bastion.Admin.Demo;
using Bastion.Hospitals;
using Bastion.SystemTests.Pages;
using Bastion.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Bastion.SystemTests.Desktops;

/// <summary>The desktop of a real xrdp in a real Chromium: used, frozen, watched, cut, and played again as it was seen.</summary>
public sealed class BrowserDesktopWorks(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const string Name = "RDP-01";

    /// <summary>Alike: what the live client showed, pointer aside.</summary>
    private const double Alike = 35;

    private const int UsLayout = 1033;
    private const int FrenchLayout = 1036;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(7);

    private readonly TemporaryDirectory pictures = new("pictures");
    private XrdpDevice? device;
    private Hospital? hospital;
    private Chromium? chromium;

    private XrdpDevice Device => device!;

    private Hospital Hospital => hospital!;

    private Chromium Browser => chromium!;

    public async Task InitializeAsync()
    {
        device = await XrdpDevice.Start();
        var endpoint = new DemoEndpoint
        {
            Protocol = "Rdp",
            Host = XrdpDevice.Host,
            Port = device.Port,
            Account = XrdpDevice.Account,
            Password = device.Password,
            Pins = ["x509 " + Convert.ToBase64String(device.Certificate)],
            RdpWithoutNla = true,
        };
        hospital = await Hospital.Start(new HospitalSeed(webDevices: [HospitalSeed.Web(Name, endpoint)]), new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero)), null);
        chromium = await Chromium.Start();
    }

    public async Task DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        if (hospital is not null)
            await hospital.DisposeAsync();
        if (device is not null)
            await device.DisposeAsync();
    }

    public void Dispose() => pictures.Dispose();

    [PeerFact("xrdp", "/usr/lib/xorg/modules/libxorgxrdp.so", "xterm", "chromium", "compare", "unshare", "root")]
    public async Task Desktop_UsedWatchedFrozenAndCut_ReplaysAsItWasSeen()
    {
        var (id, number) = await Hospital.Approved(device: Name);
        var portal = await OpenAsync(number, UsLayout);
        var seen = new List<(long Micros, string File)>();
        await StableAsync(portal);
        seen.Add(await KeepAsync(portal, id, "first"));
        await Shot(portal, "portal");

        foreach (var word in (string[])["one", "two", "three"])
        {
            Hospital.Clock.Advance(Step);
            await TypeAsync(portal, $"echo {word} > typed", () => Typed(word));
            await portal.Keyboard.TypeAsync("ls -l /etc | head -20\n");
            await StableAsync(portal);
            seen.Add(await KeepAsync(portal, id, word));
        }

        var claire = Hospital.Seed.Person("claire.aubanel");
        var staff = await Browser.SignedIn(Hospital.Files.AdminUrl, claire, Hospital.Code(claire));
        await staff.GotoAsync(new Uri(Hospital.Files.AdminUrl, "/live").ToString());
        await staff.ClickAsync("article.b-tile footer a[href^='/live/']");
        await staff.WaitForSelectorAsync("#screen[data-shown]");
        await AlikeAsync(staff, seen[^1].File, "live");
        await Shot(staff, "live");

        await staff.ClickAsync("form[action$='/freeze'] button");
        await portal.Locator("[data-veil]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Visible });
        await Shot(portal, "frozen");
        await portal.Locator("[data-canvas]").EvaluateAsync("x => x.focus()");
        await portal.Keyboard.TypeAsync("echo never > typed\n");
        await staff.ClickAsync("form[action$='/resume'] button");
        await portal.Locator("[data-veil]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        Hospital.Clock.Advance(Step);
        await TypeAsync(portal, "echo after > typed", () => Typed("after"));
        await StableAsync(portal);
        seen.Add(await KeepAsync(portal, id, "after"));

        var cut = Stopwatch.StartNew();
        await (await Hospital.Staff("karim.lestrade")).Revoke(id, "The station is needed");
        await portal.Locator("[data-end]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Visible });
        output.WriteLine($"cut after {cut.ElapsedMilliseconds} ms");
        Assert.Contains("The station is needed", await portal.InnerTextAsync("[data-end]"), StringComparison.Ordinal);
        var recorded = await Hospital.Evidence.Sealed(id);
        Assert.Equal("StaffRevoked", recorded.Summary.EndReason);

        await ReplayAsync(recorded.Summary.RecordingId, seen);
        Assert.True(Browser.Complaints.Count == 0, string.Join("\n", Browser.Complaints));
    }

    [PeerFact("xrdp", "/usr/lib/xorg/modules/libxorgxrdp.so", "xterm", "chromium", "unshare", "root")]
    public async Task Keyboard_OfFrance_ArrivesLetterForLetter()
    {
        var (_, number) = await Hospital.Approved(device: Name);
        var portal = await OpenAsync(number, FrenchLayout);
        await StableAsync(portal);

        // Where the keys are, by their American names; what a French keyboard has there is "echo azqwm>f".
        string[] keys = ["KeyE", "KeyC", "KeyH", "KeyO", "Space", "KeyQ", "KeyW", "KeyA", "KeyZ", "Semicolon", "Shift+IntlBackslash", "KeyF", "Enter"];
        await Eventually.True(async () =>
        {
            await portal.Locator("[data-canvas]").EvaluateAsync("x => x.focus()");
            foreach (var key in keys)
                await portal.Keyboard.PressAsync(key);
            await Task.Delay(1000);
            return File.Exists(Path.Combine(Device.Home, "f"));
        }, "the line to arrive");

        Assert.Equal("azqwm\n", await File.ReadAllTextAsync(Path.Combine(Device.Home, "f")));
    }

    private async Task<IPage> OpenAsync(string number, int layout)
    {
        var sami = Hospital.Seed.Person("sami.belkacem");
        var portal = await Browser.SignedIn(Hospital.Files.PortalUrl, sami, Hospital.Code(sami));
        await portal.SetViewportSizeAsync(1280, 900);
        await portal.EvaluateAsync("layout => localStorage.setItem('desktop.layout', layout)", layout.ToString(CultureInfo.InvariantCulture));
        await portal.GotoAsync(new Uri(Hospital.Files.PortalUrl, "/interventions/" + number).ToString());
        await Shot(portal, "intervention");
        await portal.ClickAsync("a[href$='/desktop']");
        try
        {
            await portal.WaitForFunctionAsync("() => document.querySelector('[data-canvas]').width > 600 || !document.querySelector('[data-end]').hidden");
            Assert.True(await portal.Locator("[data-end]").IsHiddenAsync(), await portal.InnerTextAsync("[data-end]"));
            // The background of the terminal that is on the desktop, as far as the codec lets it be.
            await portal.WaitForFunctionAsync("""
                () => { const c = document.querySelector('[data-canvas]'), k = document.createElement('canvas'); k.width = c.width; k.height = c.height; const g = k.getContext('2d'); g.drawImage(c, 0, 0);
                  const [r, b, n] = g.getImageData(300, 200, 1, 1).data; return Math.abs(r - 16) < 12 && Math.abs(b - 32) < 12 && Math.abs(n - 44) < 12; }
                """);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{await portal.InnerTextAsync("body")}\n{string.Join('\n', Browser.Complaints)}\n{Device.Log()}", late);
        }

        return portal;
    }

    private bool Typed(string word) => File.Exists(Path.Combine(Device.Home, "typed")) && File.ReadAllText(Path.Combine(Device.Home, "typed")) == word + "\n";

    /// <summary>Like a person: types until it arrived.</summary>
    private static async Task TypeAsync(IPage portal, string line, Func<bool> arrived)
    {
        for (var tries = 0; tries < 6 && !arrived(); tries++)
        {
            await portal.Locator("[data-canvas]").EvaluateAsync("x => x.focus()");
            await portal.Keyboard.TypeAsync(line + "\n");
            try
            {
                await Eventually.True(arrived, "the line to arrive", TimeSpan.FromSeconds(5));
            }
            catch (TimeoutException)
            {
                // Once more.
            }
        }

        Assert.True(arrived(), line);
    }

    /// <summary>The picture does not change any more.</summary>
    private static async Task StableAsync(IPage page)
    {
        var last = "";
        await Eventually.True(async () =>
        {
            var now = await page.EvaluateAsync<string>("() => new Promise(done => setTimeout(() => done(document.querySelector('canvas').toDataURL('image/png')), 700))");
            var same = now == last;
            last = now;
            return same;
        }, "a quiet picture");
    }

    /// <summary>The picture of now, and the instant of the recording that it is.</summary>
    private async Task<(long Micros, string File)> KeepAsync(IPage page, string intervention, string name)
    {
        var file = await PictureAsync(page, name);
        var live = (await Hospital.Evidence.List(request => request.InterventionId = intervention)).Single();
        return (live.DurationMicros, file);
    }

    private async Task<string> PictureAsync(IPage page, string name)
    {
        var url = await page.EvaluateAsync<string>("() => document.querySelector('canvas').toDataURL('image/png')");
        var file = pictures.At(name + ".png");
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        return file;
    }

    private async Task AlikeAsync(IPage page, string wanted, string name)
    {
        var best = 0.0;
        try
        {
            await Eventually.True(async () => (best = Math.Max(best, await LikenessAsync(wanted, await PictureAsync(page, "now")))) >= Alike, $"{name} to show {wanted}", TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{name}: {best} dB", late);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {best:0.0} dB"));
    }

    /// <summary>In dB; 100 for the same.</summary>
    private static async Task<double> LikenessAsync(string one, string other)
    {
        await using var child = ChildProcess.Start("compare", ["-metric", "PSNR", one, other, "null:"]);
        await child.Exited.Within("compare to end");
        var said = child.Errors.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return double.TryParse(said, CultureInfo.InvariantCulture, out var likeness) && likeness > 0 && !double.IsInfinity(likeness) ? likeness : said.StartsWith("inf", StringComparison.Ordinal) || said == "0" ? 100 : 0;
    }

    private async Task ReplayAsync(string recording, List<(long Micros, string File)> seen)
    {
        var jeanne = Hospital.Seed.Person("jeanne.roy");
        var auditor = await Browser.SignedIn(Hospital.Files.AdminUrl, jeanne, Hospital.Code(jeanne));
        await auditor.SetViewportSizeAsync(1440, 1000);
        await auditor.GotoAsync(new Uri(Hospital.Files.AdminUrl, $"/recordings/{recording}").ToString());
        await auditor.FillAsync("[name=reason]", "Check of the promise");
        await auditor.ClickAsync("form[action^='/recordings/'] button[type=submit]");
        await auditor.WaitForSelectorAsync("#replay[data-seeks]");
        await auditor.WaitForFunctionAsync("() => document.querySelectorAll('#track-activity rect').length > 0");
        foreach (var (micros, file) in seen.Concat(Enumerable.Reverse(seen)))
        {
            var took = await auditor.EvaluateAsync<double>("""
                seconds => new Promise(done => {
                  const root = document.querySelector('#replay'), before = root.dataset.seeks, start = performance.now();
                  new MutationObserver((_, watch) => { if (root.dataset.seeks !== before) { watch.disconnect(); done(performance.now() - start); } }).observe(root, { attributes: true });
                  document.dispatchEvent(new CustomEvent('bastion:seek', { detail: seconds }));
                })
                """, (micros / 1e6) + 1);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seek to {micros / 1e6:0.0} s: {took:0} ms"));
            await AlikeAsync(auditor, file, Path.GetFileNameWithoutExtension(file));
        }

        Assert.Contains("Frozen", await auditor.InnerTextAsync("#marks-list"), StringComparison.Ordinal);
        await Shot(auditor, "replay");
        await auditor.SetViewportSizeAsync(390, 844);
        await Shot(auditor, "replay-phone");
    }

    /// <summary>For people who want to see: BASTION_PICTURES names a folder.</summary>
    private static async Task Shot(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BASTION_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }
}
