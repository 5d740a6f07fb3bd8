using System.Text;

namespace Bastion.Testing;

/// <summary>A real clamd on a Unix socket, with one signature of its own: the EICAR test file's.</summary>
public sealed class ClamScanner : IAsyncDisposable
{
    private readonly TemporaryDirectory directory;
    private readonly ChildProcess daemon;

    private ClamScanner(TemporaryDirectory directory, ChildProcess daemon)
    {
        this.directory = directory;
        this.daemon = daemon;
    }

    /// <summary>The test file that every scanner knows, put together here so that no scanner takes this source for it.</summary>
    public static byte[] Eicar => Encoding.ASCII.GetBytes("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

    public static async Task<ClamScanner> Start(string socket, long streamMax = 300 << 20)
    {
        var directory = new TemporaryDirectory("clamd");
        directory.Write("db/own.ndb", $"Bastion.Eicar:0:*:{Convert.ToHexStringLower(Eicar)}\n");
        var configuration = directory.Write("clamd.conf", $"""
            Foreground yes
            LocalSocket {socket}
            FixStaleSocket yes
            DatabaseDirectory {directory.At("db")}
            TemporaryDirectory {directory.Folder("tmp")}
            LogFile {directory.At("log")}
            StreamMaxLength {streamMax}
            MaxScanSize {streamMax}
            MaxFileSize {streamMax}
            MaxThreads 2
            """ + "\n");
        var daemon = ChildProcess.Start("clamd", ["-c", configuration]);
        await Eventually.True(
            () => Task.FromResult(daemon.HasExited ? throw new InvalidOperationException("clamd ended: " + daemon.Errors.Text + daemon.Output.Text) : File.Exists(socket)),
            "clamd to listen");
        return new ClamScanner(directory, daemon);
    }

    public async ValueTask DisposeAsync()
    {
        await daemon.DisposeAsync();
        directory.Dispose();
    }
}
