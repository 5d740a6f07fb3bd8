using System.Globalization;

namespace Bastion.Testing;

/// <summary>xfreerdp on a screen of its own, as large as the desktop.</summary>
public sealed class DesktopClient : IAsyncDisposable
{
    private readonly ChildProcess program;

    private DesktopClient(XDisplay display, ChildProcess program)
    {
        Display = display;
        this.program = program;
    }

    public XDisplay Display { get; }

    public Task<int> Exited => program.Exited;

    public bool HasExited => program.HasExited;

    public string Log => program.Output.Text + program.Errors.Text;

    public static async Task<DesktopClient> Start(int port, string user, string password, params string[] more)
    {
        var display = await XDisplay.Start(RemoteDesktop.Width, RemoteDesktop.Height);
        var size = string.Create(CultureInfo.InvariantCulture, $"/size:{RemoteDesktop.Width}x{RemoteDesktop.Height}");
        var client = ChildProcess.Start(
            "xfreerdp",
            ["/v:127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture), "/u:" + user, "/p:" + password, "/cert:ignore", size, "-decorations", "/kbd:0x0000040C", .. more],
            display.Environment);
        return new DesktopClient(display, client);
    }

    /// <summary>Closes as a person does who closes the window.</summary>
    public void Close() => program.Signal(15);

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        await Display.DisposeAsync();
    }
}
