namespace Bastion.Gateway.HttpsBroker;

/// <summary>Whether bytes may pass in one direction. Shut at once; who waits goes on when it opens, or never.</summary>
internal sealed class PassGate
{
    private readonly Lock gate = new();
    private TaskCompletionSource? opening;

    public bool IsShut => Volatile.Read(ref opening) is not null;

    public ValueTask WaitAsync(CancellationToken cancellation) =>
        Volatile.Read(ref opening) is { } waiting ? new ValueTask(waiting.Task.WaitAsync(cancellation)) : ValueTask.CompletedTask;

    public void Shut()
    {
        lock (gate)
            opening ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open()
    {
        TaskCompletionSource? waiting;
        lock (gate)
            (waiting, opening) = (opening, null);
        waiting?.TrySetResult();
    }
}
