namespace Bastion.Admin.Oversight;

/// <summary>Compares the wall clock with the monotonic one: a step of more than 2 s stops openings until staff confirmed the time (R14).</summary>
internal sealed class ClockWatch(TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private long mark = time.GetTimestamp();
    private DateTimeOffset expected = time.GetUtcNow();
    private bool stepped;

    public bool Safe
    {
        get
        {
            lock (gate)
            {
                var now = time.GetUtcNow();
                var elapsed = time.GetElapsedTime(mark);
                var difference = now - (expected + elapsed);
                if (difference.Duration() > Tolerance)
                    stepped = true;
                mark = time.GetTimestamp();
                // A slow correction is followed; a step is kept against the old line until it is confirmed.
                if (!stepped)
                    expected = now;
                else
                    expected += elapsed;
                return !stepped;
            }
        }
    }

    /// <summary>Somebody of the hospital says that the clock is right now.</summary>
    public void Confirm()
    {
        lock (gate)
        {
            stepped = false;
            mark = time.GetTimestamp();
            expected = time.GetUtcNow();
        }
    }
}
