using System.Threading.Tasks.Sources;

namespace Bastion.Gateway.Recording;

/// <summary>
/// What one lane waits on: the highest batch number that is durable. One waiter at a time; it goes on inline on the thread that read
/// Recorder's answer, which saves a thread hop for every key that is typed.
/// </summary>
internal sealed class DurableGate : IValueTaskSource<bool>
{
    private readonly Lock gate = new();
    private ManualResetValueTaskSourceCore<bool> core = new() { RunContinuationsAsynchronously = false };
    private ulong durable;
    private ulong wanted;
    private bool waiting;
    private bool failed;

    /// <summary>True once batch <paramref name="sequence"/> is durable; false when it never will be.</summary>
    public ValueTask<bool> WaitAsync(ulong sequence)
    {
        lock (gate)
        {
            if (durable >= sequence)
                return new ValueTask<bool>(true);
            if (failed)
                return new ValueTask<bool>(false);
            core.Reset();
            wanted = sequence;
            waiting = true;
            return new ValueTask<bool>(this, core.Version);
        }
    }

    public void Advance(ulong sequence)
    {
        lock (gate)
        {
            durable = Math.Max(durable, sequence);
            if (!waiting || durable < wanted)
                return;
            waiting = false;
        }
        core.SetResult(true);
    }

    public void Fail()
    {
        lock (gate)
        {
            failed = true;
            if (!waiting)
                return;
            waiting = false;
        }
        core.SetResult(false);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);
}
