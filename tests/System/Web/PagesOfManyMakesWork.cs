using Bastion.Admin.Demo;
using Bastion.Hospitals;
using Bastion.SystemTests.Pages;
using Bastion.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace Bastion.SystemTests.Web;

/// <summary>Pages that nobody here wrote, opened from the portal one after the other: they show what they show without a bastion.</summary>
public sealed class PagesOfManyMakesWork
{
    private const string Password = "Quiet-harbour-79";
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [PeerFact("cupsd", "transmission-daemon", "prometheus", "openssl", "chromium", "root")]
    public async Task Pages_OfPrintServerTorrentsMetricsAndOldEncryption_Work()
    {
        using var certificates = new TemporaryDirectory("old-tls");
        await using var old = await WebDevices.OldTls(certificates);
        await using var cups = await WebDevices.Cups();
        await using var transmission = await WebDevices.Transmission(Password);
        await using var prometheus = await WebDevices.Prometheus();
        var seed = new HospitalSeed(webDevices:
        [
            HospitalSeed.Web("CUPS-01", Plain(cups, new DemoHttp { Plain = true, Login = "None" })),
            HospitalSeed.Web("TRA-01", Plain(transmission, new DemoHttp { Plain = true, StartPath = "/transmission/web/" }) with { Account = WebDevices.Account, Password = Password }),
            HospitalSeed.Web("PRO-01", Plain(prometheus, new DemoHttp { Plain = true, Login = "None" })),
            HospitalSeed.Web("OLD-01", Plain(old, new DemoHttp { OldTlsUntil = Now.AddDays(30), Login = "None" }) with { Pins = [WebDevices.OldTlsPin(certificates)] }),
        ]);
        await using var hospital = await Hospital.Start(seed, new FakeTimeProvider(Now), null);
        await using var chromium = await Chromium.Start();
        var sami = seed.Person("sami.belkacem");
        var portal = await chromium.SignedIn(hospital.Files.PortalUrl, sami, hospital.Code(sami));
        foreach (var (name, shows) in new[] { ("CUPS-01", "CUPS for Administrators"), ("TRA-01", "Transmission"), ("PRO-01", "Prometheus"), ("OLD-01", "TLSv1.0") })
        {
            var (_, number) = await hospital.Approved(device: name);
            await portal.GotoAsync(new Uri(hospital.Files.PortalUrl, "/interventions/" + number).ToString());
            var page = await portal.Context.RunAndWaitForPageAsync(() => portal.ClickAsync("form[action$='/web'] button"));
            await page.WaitForFunctionAsync("text => location.hostname.endsWith('" + HospitalFiles.AppDomain + "') && (document.body?.innerText + document.title).includes(text)", shows);
            if (Environment.GetEnvironmentVariable("BASTION_SCREENSHOTS") is { } folder)
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"device-{name.ToLowerInvariant()}.png") });
            await page.CloseAsync();
        }
    }

    private static DemoEndpoint Plain(DeviceProgram device, DemoHttp http) => new() { Protocol = "Https", Host = "127.0.0.1", Port = device.Port, Http = http };
}
