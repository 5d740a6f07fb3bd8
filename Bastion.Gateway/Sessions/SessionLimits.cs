namespace Bastion.Gateway.Sessions;

/// <summary>
/// Every time limit of one session as instants on a monotonic scale, and what has come due at a given one. Pure: it is told the time.
/// Limits are half-open like the window: one tick before, nothing; at the instant, it happens, whatever the traffic.
/// </summary>
internal sealed class SessionLimits
{
    public static readonly TimeSpan PendingLimit = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan FreezeLimit = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan IdleWarning = TimeSpan.FromMinutes(2);

    private static readonly int[] NoticeMinutes = [15, 5, 1];

    private readonly TimeSpan idleLimit;
    private TimeSpan pendingEnd;
    private TimeSpan lastActivity;
    private TimeSpan? frozenSince;
    private bool active;
    private bool idleWarned;
    private int nextNotice = NoticeMinutes.Length;

    /// <param name="idleLimit">Zero for none.</param>
    public SessionLimits(TimeSpan now, TimeSpan windowEnd, TimeSpan leaseEnd, TimeSpan idleLimit)
    {
        WindowEnd = windowEnd;
        LeaseEnd = leaseEnd;
        this.idleLimit = idleLimit;
        pendingEnd = now + PendingLimit;
        lastActivity = now;
    }

    public TimeSpan WindowEnd { get; private set; }

    public TimeSpan LeaseEnd { get; private set; }

    public void Activate(TimeSpan now)
    {
        active = true;
        lastActivity = now;
        ArmNotices(now);
    }

    /// <summary>Admin said the session may live on. An end that is later than the known one is believed only as an extension.</summary>
    public void Renew(TimeSpan leaseEnd, TimeSpan windowEnd, TimeSpan now)
    {
        LeaseEnd = leaseEnd;
        if (windowEnd < WindowEnd)
        {
            WindowEnd = windowEnd;
            ArmNotices(now);
        }
    }

    public void Extend(TimeSpan windowEnd, TimeSpan now)
    {
        WindowEnd = windowEnd;
        ArmNotices(now);
    }

    /// <summary>The technician did something; device output never counts.</summary>
    public void Touch(TimeSpan now)
    {
        lastActivity = now;
        idleWarned = false;
    }

    public void Freeze(TimeSpan now) => frozenSince ??= now;

    public void Resume(TimeSpan now)
    {
        frozenSince = null;
        Touch(now);
    }

    /// <summary>The earliest instant at which <see cref="Reached"/> may have something.</summary>
    public TimeSpan NextDue()
    {
        var due = WindowEnd < LeaseEnd ? WindowEnd : LeaseEnd;
        if (!active)
            return pendingEnd < due ? pendingEnd : due;
        if (nextNotice < NoticeMinutes.Length)
            due = Earlier(due, NoticeAt(nextNotice));
        if (frozenSince is { } since)
            return Earlier(due, since + FreezeLimit);
        if (idleLimit > TimeSpan.Zero)
            due = Earlier(due, lastActivity + idleLimit - (WarnsOfIdle && !idleWarned ? IdleWarning : TimeSpan.Zero));
        return due;
    }

    /// <summary>What has come due; an end comes alone. Each is told once.</summary>
    public LimitReached? Reached(TimeSpan now)
    {
        if (now >= WindowEnd)
            return new LimitReached(SessionEndReason.WindowEnded);
        if (now >= LeaseEnd)
            return new LimitReached(SessionEndReason.AdminLost);
        if (!active)
            return now >= pendingEnd ? new LimitReached(SessionEndReason.DeviceUnreachable) : null;
        if (frozenSince is { } since && now >= since + FreezeLimit)
            return new LimitReached(SessionEndReason.FreezeExpired);
        if (frozenSince is null && idleLimit > TimeSpan.Zero)
        {
            if (now >= lastActivity + idleLimit)
                return new LimitReached(SessionEndReason.IdleTimeout);
            if (WarnsOfIdle && !idleWarned && now >= lastActivity + idleLimit - IdleWarning)
            {
                idleWarned = true;
                return new LimitReached(null, IsIdleWarning: true);
            }
        }
        if (nextNotice < NoticeMinutes.Length && now >= NoticeAt(nextNotice))
        {
            // After a stall only the notice that is true now is worth saying.
            while (nextNotice + 1 < NoticeMinutes.Length && now >= NoticeAt(nextNotice + 1))
                nextNotice++;
            return new LimitReached(null, MinutesLeft: NoticeMinutes[nextNotice++]);
        }
        return null;
    }

    private bool WarnsOfIdle => idleLimit > IdleWarning;

    private TimeSpan NoticeAt(int index) => WindowEnd - TimeSpan.FromMinutes(NoticeMinutes[index]);

    private void ArmNotices(TimeSpan now)
    {
        nextNotice = 0;
        while (nextNotice < NoticeMinutes.Length && NoticeAt(nextNotice) < now)
            nextNotice++;
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
