using Bastion.Admin.Demo;
using Bastion.Hospitals;
using Bastion.SystemTests.Pages;
using Bastion.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace Bastion.SystemTests.Web;

/// <summary>A hospital whose device has a web page, and Chromium on the technician's side.</summary>
public abstract class WebTest : IAsyncLifetime
{
    protected const string Name = "WEB-01";

    private Hospital? hospital;
    private Chromium? chromium;

    protected Hospital Hospital => hospital!;

    internal Chromium Browser => chromium!;

    protected string Password { get; } = "Quiet-harbour-" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Starts the device and says how it is reached.</summary>
    protected abstract Task<DemoEndpoint> StartDevice();

    public async Task InitializeAsync()
    {
        var endpoint = await StartDevice();
        hospital = await Hospital.Start(new HospitalSeed(webDevices: [HospitalSeed.Web(Name, endpoint)]), new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero)), null);
        chromium = await Chromium.Start();
    }

    public virtual async Task DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        if (hospital is not null)
            await hospital.DisposeAsync();
    }

    /// <summary>The device's page as the technician sees it, opened from the portal; the portal's window, and the intervention.</summary>
    protected async Task<(IPage Device, IPage Portal, string Intervention)> Opened(params string[] controls)
    {
        var (id, number) = await Hospital.Approved(device: Name, controls: controls);
        var sami = Hospital.Seed.Person("sami.belkacem");
        var portal = await Browser.SignedIn(Hospital.Files.PortalUrl, sami, Hospital.Code(sami));
        await portal.GotoAsync(new Uri(Hospital.Files.PortalUrl, "/interventions/" + number).ToString());
        var device = await portal.Context.RunAndWaitForPageAsync(() => portal.ClickAsync("form[action$='/web'] button"));
        try
        {
            await device.WaitForURLAsync(url => url.Contains(HospitalFiles.AppDomain, StringComparison.Ordinal) && !url.Contains("/.bastion/", StringComparison.Ordinal), new PageWaitForURLOptions { WaitUntil = WaitUntilState.Commit });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{device.Url}: {await device.InnerTextAsync("body")}", late);
        }

        return (device, portal, id);
    }
}
