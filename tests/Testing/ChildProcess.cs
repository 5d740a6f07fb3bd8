using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bastion.Testing;

/// <summary>A program of the test: everything it prints is kept, and at the end exactly this process is ended, by its own id.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task reading;

    private ChildProcess(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(Output.ReadFrom(process.StandardOutput.BaseStream), Errors.ReadFrom(process.StandardError.BaseStream));
        Gone = process.WaitForExitAsync();
        Exited = WaitForExit();
    }

    public ByteLog Output { get; } = new();

    public ByteLog Errors { get; } = new();

    public Stream Input => process.StandardInput.BaseStream;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>The exit code, once the process is over and everything it printed was read.</summary>
    public Task<int> Exited { get; }

    /// <summary>The process is over; what it printed may still be read.</summary>
    public Task Gone { get; }

    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? directory = null)
    {
        var start = new ProcessStartInfo(PeerProgram.Find(program) ?? program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."));
    }

    /// <summary>Runs to the end and answers what was printed; a failure carries both outputs.</summary>
    public static async Task<string> Run(string program, params string[] arguments)
    {
        await using var child = Start(program, arguments);
        child.Input.Close();
        var code = await child.Exited.Within($"{program} to end", TimeSpan.FromMinutes(5));
        return code == 0 ? child.Output.Text : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {child.Output.Text}{child.Errors.Text}");
    }

    public void Signal(int signal)
    {
        if (!process.HasExited)
        {
            _ = SendSignal(process.Id, signal);
        }
    }

    public void Kill() => Signal(PosixSignals.Kill);

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited.Within($"process {process.Id} to be gone");
        process.Dispose();
    }

    private async Task<int> WaitForExit()
    {
        await Gone;

        // A grandchild may still hold the pipes; what the process itself printed has arrived long before.
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(2)));
        return process.ExitCode;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
