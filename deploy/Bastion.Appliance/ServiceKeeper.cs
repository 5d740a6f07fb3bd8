using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>Keeps one service running until told to stop.</summary>
internal sealed class ServiceKeeper(ServiceCommand command, ServiceAddress address, Readiness readiness, TimeProvider time, Action<string> say) : IAsyncDisposable
{
    /// <summary>What a service answers when its settings are wrong: starting it again would not help.</summary>
    public const int SettingsExitCode = 2;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BackOff backOff = new();
    private Task? running;
    private volatile ServiceProcess? current;

    public Plane Plane => command.Plane;

    /// <summary>Completes when the service has answered once; fails when its settings are refused.</summary>
    public Task Ready => ready.Task;

    /// <summary>Number of the running process; null between two.</summary>
    public int? ProcessId => current?.Id;

    public void Start() => running = Run();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (running is not null)
            await running;
        stopping.Dispose();
    }

    private async Task Run()
    {
        var name = command.Plane.Word();
        if (await ServiceProcess.StopLeftOver(command.ProcessFile, Grace, time))
            say($"{name}: ended the one that an earlier start had left");
        while (!stopping.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            using var process = ServiceProcess.Start(command);
            current = process;
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            var watch = Announce(name, process, gone.Token);
            try
            {
                await process.WaitForExit(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                await process.Stop(Grace, time);
                File.Delete(command.ProcessFile);
            }
            current = null;
            await gone.CancelAsync();
            await watch;
            if (stopping.IsCancellationRequested)
                return;
            if (process.ExitCode == SettingsExitCode && !ready.Task.IsCompleted)
            {
                ready.SetException(new InvalidOperationException($"{name} refused its settings; it says why in {command.OutputFile}"));
                return;
            }
            var wait = backOff.After(time.GetElapsedTime(started));
            say($"{name}: ended with code {process.ExitCode}, starts again in {wait.TotalSeconds:0} s; its last words are in {command.OutputFile}");
            await Task.Delay(wait, time, stopping.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task Announce(string name, ServiceProcess process, CancellationToken cancel)
    {
        try
        {
            await readiness.WaitFor(command.Plane, address, cancel);
            say($"{name}: ready, process {process.Id}");
            ready.TrySetResult();
        }
        catch (OperationCanceledException)
        {
            // It ended first, or everything stops.
        }
    }
}
