namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>
/// Whether what the technician does may reach the device. Shut at once by a freeze, opened only after the technician was told.
/// Each freeze begins a new epoch: what was typed in an older one and not delivered yet never will be.
/// </summary>
internal sealed class InputGate
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<bool>? opening;
    private volatile bool shut;
    private volatile bool ended;
    private uint epoch;

    public bool IsShut => shut;

    public bool IsEnded => ended;

    /// <summary>Completes when the session is over.</summary>
    public Task Ended => over.Task;

    public uint Epoch => Volatile.Read(ref epoch);

    public void Shut()
    {
        lock (gate)
        {
            if (shut)
                return;
            shut = true;
            Volatile.Write(ref epoch, epoch + 1);
            opening = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Open()
    {
        TaskCompletionSource<bool>? waiters;
        lock (gate)
        {
            shut = false;
            (waiters, opening) = (opening, null);
        }
        waiters?.TrySetResult(true);
    }

    public void End()
    {
        TaskCompletionSource<bool>? waiters;
        lock (gate)
        {
            ended = true;
            (waiters, opening) = (opening, null);
        }
        waiters?.TrySetResult(false);
        over.TrySetResult();
    }

    /// <summary>True when open; waits while shut; false when the session is over.</summary>
    public ValueTask<bool> WaitAsync()
    {
        lock (gate)
            return ended ? new(false) : opening is { } waiting ? new(waiting.Task) : new(true);
    }
}
