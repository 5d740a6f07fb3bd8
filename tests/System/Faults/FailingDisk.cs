using System.Globalization;
using Bastion.Testing;

namespace Bastion.SystemTests.Faults;

/// <summary>Makes system calls of one process fail from now on (strace fault injection), and tells when the first did.</summary>
internal sealed class FailingDisk : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new("strace");
    private readonly ChildProcess tracer;

    /// <param name="process">Whose calls.</param>
    /// <param name="calls">Names, comma separated.</param>
    /// <param name="error">EIO, ENOSPC, …</param>
    public FailingDisk(int process, string calls, string error)
    {
        tracer = ChildProcess.Start("strace",
        [
            "-f", "-ttt", "-o", Trace, "-p", process.ToString(CultureInfo.InvariantCulture), "-e", "trace=" + calls, "-e", $"inject={calls}:error={error}",
        ]);
    }

    private string Trace => directory.At("trace");

    /// <summary>The instant of the first call that failed.</summary>
    public async Task<DateTimeOffset> FirstFailure()
    {
        var line = await Eventually.Value(() => Task.FromResult(Injected()), "an injected failure");
        var seconds = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        tracer.Signal(PosixSignals.Interrupt);
        await tracer.Exited.Within("strace to end");
        await tracer.DisposeAsync();
        directory.Dispose();
    }

    private string? Injected() => File.Exists(Trace) ? File.ReadLines(Trace).FirstOrDefault(line => line.Contains("(INJECTED)", StringComparison.Ordinal)) : null;
}
