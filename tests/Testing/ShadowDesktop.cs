using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Bastion.Testing;

/// <summary>A desktop served by FreeRDP's shadow server: a terminal that keeps what is typed into it. With authentication at the network level, or with TLS alone and no account.</summary>
public sealed class ShadowDesktop : IAsyncDisposable
{
    public const int Width = 1024;
    public const int Height = 704;
    public const string Host = "127.0.0.1";
    public const string Account = "service";

    private readonly TemporaryDirectory folder = new("desktop");
    private readonly List<IAsyncDisposable> parts = [];
    private ChildProcess? server;

    private ShadowDesktop(bool nla) => Nla = nla;

    public bool Nla { get; }

    public int Port { get; private set; }

    public string Password { get; } = "Silent-orchard-" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Its certificate in DER.</summary>
    public byte[] Certificate { get; private set; } = [];

    public XDisplay Display { get; private set; } = null!;

    /// <summary>Lines that arrived on the device.</summary>
    public string Typed => File.Exists(folder.At("typed")) ? File.ReadAllText(folder.At("typed")) : "";

    public string Log => server is null ? "" : server.Output.Text + server.Errors.Text;

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

    public async ValueTask DisposeAsync()
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            await parts[i].DisposeAsync();
        }

        folder.Dispose();
    }

    private async Task StartParts()
    {
        Display = await XDisplay.Start(Width, Height);
        parts.Add(Display);
        parts.Add(ChildProcess.Start("xterm", ["-geometry", "160x50+0+0", "-bg", "#103040", "-fg", "white", "-e", "sh", "-c", $"printf 'ANA-02 ready\\n'; exec cat > '{folder.At("typed")}'"], Display.Environment));
        var sam = folder.Write("sam", await ChildProcess.Run("winpr-hash", "-u", Account, "-p", Password, "-f", "sam"));
        Port = LoopbackPort.Free();
        var environment = new Dictionary<string, string?>(Display.Environment) { ["HOME"] = folder.Path };
        string[] security = Nla ? ["+auth", "/sec:nla", "/sam-file:" + sam] : ["-auth", "/sec:tls"];
        server = ChildProcess.Start("freerdp-shadow-cli", ["/port:" + Port.ToString(CultureInfo.InvariantCulture), "/bind-address:" + Host, .. security], environment);
        parts.Add(server);
        Certificate = await Eventually.Value(ReadCertificate, "the desktop to answer");
    }

    private async Task<byte[]?> ReadCertificate()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Host, Port);
            var stream = client.GetStream();
            await stream.WriteAsync(new byte[] { 3, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0 });
            var confirm = new byte[19];
            await stream.ReadExactlyAsync(confirm);
            byte[]? shown = null;
            await using var line = new SslStream(stream, false, (_, certificate, _, _) =>
            {
                shown = certificate?.GetRawCertData();
                return shown is not null;
            });
            await line.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Host });
            return shown;
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException)
        {
            return null;
        }
    }
}
