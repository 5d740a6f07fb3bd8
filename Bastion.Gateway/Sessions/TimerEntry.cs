namespace Bastion.Gateway.Sessions;

/// <summary>One deadline in the <see cref="TimerWheel"/>. Cancelling it after it was taken out to run is too late and harmless.</summary>
internal sealed class TimerEntry(TimerWheel wheel, TimeSpan due, Action callback)
{
    public TimeSpan Due { get; } = due;

    internal Action Callback { get; } = callback;

    internal TimerEntry? Next { get; set; }

    internal TimerEntry? Previous { get; set; }

    internal int Slot { get; set; }

    internal bool Queued { get; set; }

    public void Cancel() => wheel.Remove(this);
}
