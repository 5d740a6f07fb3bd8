using System.Text;
using Bastion.Admin.Demo;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Microsoft.Playwright;

namespace Bastion.SystemTests.Web;

/// <summary>A real image archive behind the bastion: signed in by it, an image put in and found, all of it recorded and the password nowhere.</summary>
public sealed class ImageArchivePageWorks : WebTest
{
    private DeviceProgram? archive;

    protected override async Task<DemoEndpoint> StartDevice()
    {
        archive = await WebDevices.Orthanc(Password);
        return new DemoEndpoint
        {
            Protocol = "Https",
            Host = "127.0.0.1",
            Port = archive.Port,
            Account = WebDevices.Account,
            Password = Password,
            Http = new DemoHttp { Plain = true, StartPath = "/app/explorer.html" },
        };
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (archive is not null)
            await archive.DisposeAsync();
    }

    /// <summary>The auditor's page: what was sent is listed, a page can be looked at as it came, and runs nothing.</summary>
    private async Task Look(string recording)
    {
        var jeanne = Hospital.Seed.Person("jeanne.roy");
        var auditor = await Browser.SignedIn(Hospital.Files.AdminUrl, jeanne, Hospital.Code(jeanne));
        await auditor.GotoAsync(new Uri(Hospital.Files.AdminUrl, $"/recordings/{recording}").ToString());
        await auditor.FillAsync("[name=reason]", "Check of the promise");
        await auditor.ClickAsync("form[action^='/recordings/'] button[type=submit]");
        await auditor.WaitForSelectorAsync("text=POST /instances");
        var page = await auditor.Context.RunAndWaitForPageAsync(() => auditor.Locator("tr", new PageLocatorOptions { HasTextString = "/app/explorer.html" }).Locator("a[target=_blank]").First.ClickAsync());
        await page.WaitForLoadStateAsync();
        Assert.Contains("Orthanc", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal("null", await page.EvaluateAsync<string>("() => self.origin"));
        await page.CloseAsync();
    }

    [PeerFact("Orthanc", "chromium")]
    public async Task Page_OpenedFromThePortal_TakesAnImageAndFindsIt()
    {
        var (page, _, intervention) = await Opened("webUp", "webDown");
        await page.WaitForSelectorAsync("#lookup");

        var put = await page.EvaluateAsync<int>(
            "async bytes => (await fetch('/instances', { method: 'POST', body: new Uint8Array(bytes), headers: { 'Content-Type': 'application/dicom' } })).status",
            DicomFile.Of("BASTION^PATIENT", "P-77").Select(one => (int)one).ToArray());
        Assert.Equal(200, put);
        await page.GotoAsync(new Uri(new Uri(page.Url), "/app/explorer.html#find-patients").ToString());
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("() => document.body.innerText.includes('P-77')");

        await (await Hospital.Staff("claire.aubanel")).Revoke(intervention, "Needed for a patient");
        await page.ReloadAsync();
        Assert.Contains("hospital has stopped", await page.InnerTextAsync("main"), StringComparison.Ordinal);

        var recorded = await Hospital.Evidence.Sealed(intervention);
        Assert.Equal("StaffRevoked", recorded.Summary.EndReason);
        var events = string.Join('\n', recorded.Frames.Where(frame => frame.Track == Track.Event).Select(frame => frame.Payload.ToStringUtf8()));
        Assert.Contains("\"target\":\"/instances\"", events, StringComparison.Ordinal);
        Assert.Contains("\"status\":200", events, StringComparison.Ordinal);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebDevices.Account}:{Password}"));
        foreach (var frame in recorded.Frames)
        {
            var text = Encoding.Latin1.GetString(frame.Payload.Span);
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(basic, text, StringComparison.Ordinal);
        }
        await Look(recorded.Summary.RecordingId);
        Assert.True(Browser.Complaints.Count == 0, string.Join("\n", Browser.Complaints));
    }
}
