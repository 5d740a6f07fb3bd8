using System.Net.Sockets;

namespace Bastion.Testing;

/// <summary>A real program with a web page, on loopback, in a folder of its own.</summary>
public sealed class DeviceProgram : IAsyncDisposable
{
    private readonly ChildProcess process;
    private readonly TemporaryDirectory directory;

    private DeviceProgram(ChildProcess process, TemporaryDirectory directory, int port)
    {
        this.process = process;
        this.directory = directory;
        Port = port;
    }

    public int Port { get; }

    public int Process => process.Id;

    /// <param name="name">Of the folder.</param>
    /// <param name="start">Program and arguments, for its folder and port.</param>
    public static async Task<DeviceProgram> Start(string name, Func<TemporaryDirectory, int, (string Program, string[] Arguments)> start)
    {
        // Programs that cannot take port 0 may find theirs taken: then another.
        for (var attempt = 1; ; attempt++)
        {
            var directory = new TemporaryDirectory(name);
            var port = LoopbackPort.Free();
            var (program, arguments) = start(directory, port);
            var process = ChildProcess.Start(program, arguments, directory: directory.Path);
            try
            {
                await Eventually.True(() => process.HasExited || Answers(port), name + " to listen");
                if (!process.HasExited)
                    return new DeviceProgram(process, directory, port);
                throw new InvalidOperationException($"{name} ended: {process.Output.Text}{process.Errors.Text}");
            }
            catch when (attempt < 3)
            {
                await process.DisposeAsync();
                directory.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        directory.Dispose();
    }

    private static bool Answers(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
