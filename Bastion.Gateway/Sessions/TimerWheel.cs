namespace Bastion.Gateway.Sessions;

/// <summary>
/// The one timer of the process: deadlines of all sessions hashed into slots of 10 ms, and a single system timer
/// armed for the earliest occupied slot. An idle wheel wakes at most every ten seconds; a thousand sessions cost no thread and no timer of their own.
/// A callback runs at its instant or after it, never before; it must be short and must not block.
/// </summary>
internal sealed class TimerWheel : IDisposable
{
    private const int SlotCount = 1024;
    private static readonly TimeSpan SlotWidth = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private readonly TimerEntry?[] slots = new TimerEntry?[SlotCount];
    private readonly TimeProvider time;
    private readonly long origin;
    private readonly ITimer timer;
    private long handledSlot;
    private TimeSpan armedFor = TimeSpan.MaxValue;
    private int count;
    private bool disposed;

    public TimerWheel(TimeProvider time)
    {
        this.time = time;
        origin = time.GetTimestamp();
        timer = time.CreateTimer(static state => ((TimerWheel)state!).Turn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Time since the wheel was made, monotonic: the scale of all its deadlines.</summary>
    public TimeSpan Now => time.GetElapsedTime(origin);

    public int Count
    {
        get { lock (gate) return count; }
    }

    /// <summary>Calls <paramref name="callback"/> once at <paramref name="due"/> (on the scale of <see cref="Now"/>).</summary>
    public TimerEntry At(TimeSpan due, Action callback)
    {
        var entry = new TimerEntry(this, due, callback);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            Insert(entry);
            if (due < armedFor)
                Arm(due);
        }
        return entry;
    }

    public TimerEntry After(TimeSpan delay, Action callback) => At(Now + delay, callback);

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Array.Clear(slots);
            count = 0;
        }
        timer.Dispose();
    }

    internal bool Remove(TimerEntry entry)
    {
        lock (gate)
        {
            if (!entry.Queued)
                return false;
            Unlink(entry);
            return true;
        }
    }

    private void Turn()
    {
        TimerEntry? due = null;
        lock (gate)
        {
            if (disposed)
                return;
            armedFor = TimeSpan.MaxValue;
            var now = Now;
            var nowSlot = SlotOf(now);
            // After a long sleep every slot is looked at once, not once per lap.
            for (var slot = Math.Max(handledSlot, nowSlot - SlotCount + 1); slot <= nowSlot; slot++)
                for (var entry = slots[slot % SlotCount]; entry is not null;)
                {
                    var next = entry.Next;
                    if (entry.Due <= now)
                    {
                        Unlink(entry);
                        entry.Next = due;
                        due = entry;
                    }
                    entry = next;
                }
            handledSlot = nowSlot;
            ArmNext(nowSlot);
        }
        while (due is not null)
        {
            var next = due.Next;
            due.Next = null;
            due.Callback();
            due = next;
        }
    }

    private void ArmNext(long fromSlot)
    {
        if (count == 0)
            return;
        var horizon = SlotWidth * (fromSlot + SlotCount - 1);
        for (var slot = fromSlot; slot < fromSlot + SlotCount; slot++)
        {
            var earliest = TimeSpan.MaxValue;
            for (var entry = slots[slot % SlotCount]; entry is not null; entry = entry.Next)
                if (entry.Due < earliest && SlotOf(entry.Due) <= slot)
                    earliest = entry.Due;
            if (earliest != TimeSpan.MaxValue)
            {
                Arm(earliest);
                return;
            }
        }
        Arm(horizon);
    }

    private void Arm(TimeSpan due)
    {
        armedFor = due;
        var delay = due - Now;
        // System timers count whole milliseconds and round down: one early wake would only turn the wheel twice, so round up.
        timer.Change(delay <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void Insert(TimerEntry entry)
    {
        // Something already due goes into the slot that is looked at next.
        entry.Slot = (int)(Math.Max(SlotOf(entry.Due), handledSlot) % SlotCount);
        entry.Next = slots[entry.Slot];
        entry.Previous = null;
        if (entry.Next is not null)
            entry.Next.Previous = entry;
        slots[entry.Slot] = entry;
        entry.Queued = true;
        count++;
    }

    private void Unlink(TimerEntry entry)
    {
        if (entry.Previous is not null)
            entry.Previous.Next = entry.Next;
        else
            slots[entry.Slot] = entry.Next;
        if (entry.Next is not null)
            entry.Next.Previous = entry.Previous;
        entry.Next = entry.Previous = null;
        entry.Queued = false;
        count--;
    }

    private static long SlotOf(TimeSpan due) => due.Ticks < 0 ? 0 : due.Ticks / SlotWidth.Ticks;
}
