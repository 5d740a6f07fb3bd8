using System.Text.RegularExpressions;
using Bastion.Admin.Demo;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Microsoft.Playwright;

namespace Bastion.SystemTests.Web;

/// <summary>An editor that lives on a socket (Node-RED): what its device says each second arrives in the page and is recorded, and ends with the session.</summary>
#pragma warning disable CA1001 // xunit disposes it by DisposeAsync.
public sealed class FlowEditorPageWorks : WebTest
#pragma warning restore CA1001
{
    private readonly TemporaryDirectory modules = new("node-red-modules");
    private readonly string words = "pump-" + Guid.NewGuid().ToString("N")[..8];
    private DeviceProgram? editor;

    protected override async Task<DemoEndpoint> StartDevice()
    {
        foreach (var file in new[] { "package.json", "package-lock.json" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Programs", file), modules.At(file));
        await ChildProcess.Run("npm", "ci", "--prefix", modules.Path, "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error");
        editor = await WebDevices.NodeRed(modules.Path, words);
        return new DemoEndpoint { Protocol = "Https", Host = "127.0.0.1", Port = editor.Port, Http = new DemoHttp { Plain = true, Login = "None" } };
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (editor is not null)
            await editor.DisposeAsync();
        modules.Dispose();
    }

    [PeerFact("node", "npm", "chromium", "root")]
    public async Task Page_ThatLivesOnASocket_ShowsWhatItsDeviceSaysUntilStopped()
    {
        var (page, _, intervention) = await Opened();
        await page.WaitForFunctionAsync("() => window.RED?.sidebar && document.querySelector('#red-ui-header-button-deploy')");
        await page.EvaluateAsync("() => RED.sidebar.show('debug')");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.red-ui-debug-msg').length >= 2");
        if (Environment.GetEnvironmentVariable("BASTION_SCREENSHOTS") is { } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "device-node-red.png") });

        await (await Hospital.Staff("claire.aubanel")).Revoke(intervention, "Patient in the room");
        var before = await page.Locator(".red-ui-debug-msg").CountAsync();
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("text=Access ended");
        Assert.True(before >= 2);

        var recorded = await Hospital.Evidence.Sealed(intervention);
        var socket = string.Concat(recorded.Frames.Where(frame => frame.Track == Track.Output).Select(frame => frame.Payload.ToStringUtf8()));
        Assert.True(Regex.Count(socket, words) >= 2, "what the socket brought is in the recording");
        Assert.DoesNotContain(Browser.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
