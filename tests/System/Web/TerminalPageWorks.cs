using Bastion.Admin.Demo;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Microsoft.Playwright;

namespace Bastion.SystemTests.Web;

/// <summary>A terminal that lives in a device's page and polls: typed into by a real browser, answered, recorded.</summary>
public sealed class TerminalPageWorks : WebTest
{
    private DeviceProgram? terminal;

    protected override async Task<DemoEndpoint> StartDevice()
    {
        terminal = await WebDevices.ShellInABox();
        return new DemoEndpoint { Protocol = "Https", Host = "127.0.0.1", Port = terminal.Port, Http = new DemoHttp { Plain = true, Login = "None" } };
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (terminal is not null)
            await terminal.DisposeAsync();
    }

    /// <summary>Orders travel by the lease stream: the page is looked at again until one has come.</summary>
    private static Task Frozen(IPage page, string title) => Eventually.True(
        async () => (await page.ReloadAsync())?.Status == 503 && await page.InnerTextAsync("h1") == title, "the frozen page");

    [PeerFact("shellinaboxd", "chromium", "root")]
    public async Task Page_TypedInto_AnswersAndIsRecorded()
    {
        var (page, _, intervention) = await Opened();
        await page.WaitForFunctionAsync("() => document.body.innerText.includes('$')");
        await page.Keyboard.TypeAsync("echo web-$((6*7))\n");
        await page.WaitForFunctionAsync("() => document.body.innerText.includes('web-42')");

        var claire = await Hospital.Staff("claire.aubanel");
        await claire.Freeze(intervention, "A patient is on it");
        await Frozen(page, "Session frozen");
        await claire.Resume(intervention);
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("() => document.body.innerText.includes('$')");

        await page.GotoAsync(new Uri(new Uri(page.Url), "/.bastion/leave").ToString());
        await page.ClickAsync("form button");
        await page.WaitForSelectorAsync("text=Access ended");
        var recorded = await Hospital.Evidence.Sealed(intervention);
        Assert.Equal("TechnicianClosed", recorded.Summary.EndReason);
        Assert.Contains("web-42", string.Concat(recorded.Frames.Where(frame => frame.Track == Track.Output).Select(frame => frame.Payload.ToStringUtf8())), StringComparison.Ordinal);
        Assert.True(Browser.Complaints.Count == 0, string.Join("\n", Browser.Complaints));
    }
}
