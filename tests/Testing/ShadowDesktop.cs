using System.Globalization;

namespace Bastion.Testing;

/// <summary>A desktop served by FreeRDP's shadow server: with authentication at the network level, or with TLS alone and no account.</summary>
public sealed class ShadowDesktop : RemoteDesktop
{
    private readonly List<IAsyncDisposable> parts = [];
    private readonly bool nla;

    private ShadowDesktop(bool nla) => this.nla = nla;

    public override string Account => "service";

    public XDisplay Display { get; private set; } = null!;

    protected override string TypedFile => Folder.At("typed");

    public override IReadOnlyDictionary<string, string?> Environment => Display.Environment;

    public static async Task<ShadowDesktop> Start(bool nla)
    {
        var desktop = new ShadowDesktop(nla);
        try
        {
            await desktop.StartParts();
            return desktop;
        }
        catch
        {
            await desktop.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            await parts[i].DisposeAsync();
        }

        Folder.Dispose();
    }

    private async Task StartParts()
    {
        Display = await XDisplay.Start(Width, Height);
        parts.Add(Display);
        parts.Add(ChildProcess.Start("xterm", ["-geometry", "160x50+0+0", "-bg", "#103040", "-fg", "white", "-e", "sh", "-c", $"printf 'ANA-02 ready\\n'; exec cat > '{TypedFile}'"], Display.Environment));
        var sam = Folder.Write("sam", await ChildProcess.Run("winpr-hash", "-u", Account, "-p", Password, "-f", "sam"));
        Port = LoopbackPort.Free();
        var environment = new Dictionary<string, string?>(Display.Environment) { ["HOME"] = Folder.Path };
        string[] security = nla ? ["+auth", "/sec:nla", "/sam-file:" + sam] : ["-auth", "/sec:tls"];
        parts.Add(ChildProcess.Start("freerdp-shadow-cli", ["/port:" + Port.ToString(CultureInfo.InvariantCulture), "/bind-address:" + Host, .. security], environment));
        await WaitForServer();
    }
}
