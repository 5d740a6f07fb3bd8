using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Bastion.Testing;

/// <summary>A desktop of a test: a terminal that keeps what is typed into it, behind a real server.</summary>
public abstract class RemoteDesktop : IAsyncDisposable
{
    public const int Width = 1024;
    public const int Height = 704;
    public const string Host = "127.0.0.1";

    protected TemporaryDirectory Folder { get; } = new("desktop", open: true);

    public abstract string Account { get; }

    public int Port { get; protected set; }

    public string Password { get; } = "Silent-orchard-" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Its certificate in DER.</summary>
    public byte[] Certificate { get; private set; } = [];

    /// <summary>Lines that arrived on the device.</summary>
    public string Typed => File.Exists(TypedFile) ? File.ReadAllText(TypedFile) : "";

    protected abstract string TypedFile { get; }

    /// <summary>For programs on the device's own screen. There is none before somebody signed in, where signing in makes it.</summary>
    public abstract IReadOnlyDictionary<string, string?> Environment { get; }

    /// <summary>What is on the device's own screen as a PNG file, pointer aside; false when there is none to look at.</summary>
    public async Task<bool> Screenshot(string file)
    {
        await using var child = ChildProcess.Start("import", ["-window", "root", file], Environment);
        return await child.Exited.Within("import to end") == 0;
    }

    public abstract ValueTask DisposeAsync();

    protected async Task WaitForServer() => Certificate = await Eventually.Value(ReadCertificate, "the desktop to answer");

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
