using System.Globalization;

namespace Bastion.Testing;

/// <summary>A real PostgreSQL of one test: on a socket in a folder of its own, under its own account when root starts it (it refuses root).</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Program = "/usr/lib/postgresql/15/bin/postgres";
    private const string Account = "postgres";
    private readonly TemporaryDirectory directory;
    private readonly ChildProcess server;
    private int databases;

    private PostgresServer(TemporaryDirectory directory, ChildProcess server)
    {
        this.directory = directory;
        this.server = server;
    }

    public static async Task<PostgresServer> StartAsync()
    {
        var directory = new TemporaryDirectory("postgres", open: true);
        directory.Folder("data");
        if (Environment.IsPrivilegedProcess)
        {
            await ChildProcess.Run("chown", "-R", Account, directory.Path);
        }

        var (program, arguments) = AsAccount("/usr/lib/postgresql/15/bin/initdb", "-D", directory.At("data"), "-A", "trust", "-U", "bastion", "-E", "UTF8", "--no-locale", "--no-sync");
        await ChildProcess.Run(program, arguments);
        var server = new PostgresServer(directory, Run(directory));
        await server.Listening();
        return server;
    }

    /// <summary>Of a database that the migrations will make.</summary>
    public string NewDatabase() =>
        string.Create(CultureInfo.InvariantCulture, $"Host={directory.Path};Username=bastion;Database=bastion{Interlocked.Increment(ref databases)};Maximum Pool Size=20");

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    private static ChildProcess Run(TemporaryDirectory directory)
    {
        var (program, arguments) = AsAccount(Program, "-D", directory.At("data"), "-k", directory.Path, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60");
        return ChildProcess.Start(program, arguments);
    }

    private static (string Program, string[] Arguments) AsAccount(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? ("setpriv", ["--reuid", Account, "--regid", Account, "--clear-groups", program, .. arguments])
        : (program, arguments);

    private Task Listening() => Eventually.True(
        () => server.HasExited ? throw new InvalidOperationException(server.Errors.Text) : server.Errors.Text.Contains("ready to accept connections", StringComparison.Ordinal),
        "PostgreSQL to listen");
}
