using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;

namespace Bastion.Gateway.Sessions;

/// <summary>
/// One brokered connection: what it may do (its lease), how long (its limits), and in which state it is. It owns no socket;
/// the relay attaches itself as the surface and is told of every change.
/// </summary>
internal sealed class BrokeredSession
{
    private readonly Lock gate = new();
    private readonly SessionMachine machine = new();
    private readonly SessionLimits limits;
    private readonly TimerWheel wheel;
    private readonly IReadOnlyList<ISessionObserver> observers;
    private readonly CancellationTokenSource ending = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ISessionSurface? surface;
    private TimerEntry? timer;
    private TimeSpan timerDue;

    public BrokeredSession(VerifiedLease lease, string client, TimerWheel wheel, TimeZoneInfo zone, IReadOnlyList<ISessionObserver> observers)
    {
        Lease = lease;
        Client = client;
        Zone = zone;
        this.wheel = wheel;
        this.observers = observers;
        var terms = lease.Lease;
        limits = new SessionLimits(
            lease.ReceivedAt,
            lease.ReceivedAt + TimeSpan.FromMilliseconds(terms.RemainingMillis),
            lease.ReceivedAt + lease.Lifetime,
            TimeSpan.FromMilliseconds(terms.Controls?.IdleMillis ?? 0));
        Culture = CultureInfo.GetCultureInfo(terms.Technician.Language == "en" ? "en" : "fr");
        lock (gate)
            Arm();
    }

    public string Id => Terms.SessionId;

    public VerifiedLease Lease { get; }

    public Lease Terms => Lease.Lease;

    public string Client { get; }

    /// <summary>The hospital's, in which hours are told.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The technician's language.</summary>
    public CultureInfo Culture { get; }

    public SessionSnapshot Current => machine.Current;

    /// <summary>Cancelled at the end instant: dialling and waiting stop.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>Both legs are closed and the recording is finished.</summary>
    public Task Ended => ended.Task;

    public LegClock Clock { get; } = new();

    public TimeSpan Remaining
    {
        get
        {
            lock (gate)
                return Max(limits.WindowEnd - wheel.Now, TimeSpan.Zero);
        }
    }

    public void Attach(ISessionSurface relay) => surface = relay;

    /// <summary>Both legs are up. False when the session ended first.</summary>
    public bool Activate()
    {
        if (!machine.TryActivate(out var transition))
            return false;
        lock (gate)
        {
            limits.Activate(wheel.Now);
            if (transition.After.Freeze.IsFrozen)
                limits.Freeze(wheel.Now);
            Arm();
        }
        Tell(transition, "", "");
        return true;
    }

    public bool Freeze(FreezeCause cause, bool blind, string text = "", string by = "")
    {
        if (!machine.TryFreeze(cause, blind, out var transition))
            return false;
        surface?.Changed(transition, text, by);
        lock (gate)
        {
            limits.Freeze(wheel.Now);
            Arm();
        }
        Observe(transition, text, by);
        return true;
    }

    public bool Lift(FreezeCause cause, string by = "")
    {
        if (!machine.TryLift(cause, out var transition))
            return false;
        if (!transition.After.Freeze.IsFrozen)
            lock (gate)
            {
                limits.Resume(wheel.Now);
                Arm();
            }
        Tell(transition, "", by);
        return true;
    }

    /// <summary>False when another reason came first.</summary>
    public bool End(SessionEndReason reason, string text = "", string by = "")
    {
        if (!machine.TryEnd(new SessionEnd(reason, text, by), out var transition))
            return false;
        Clock.StopAt();
        surface?.Changed(transition, text, by);
        lock (gate)
            timer?.Cancel();
        ending.Cancel();
        Observe(transition, text, by);
        return true;
    }

    /// <summary>Whoever runs the session says that nothing of it is open any more.</summary>
    public void Finish()
    {
        End(SessionEndReason.InternalError);
        if (!machine.TryFinish(out var transition))
            return;
        Observe(transition, transition.After.End?.Text ?? "", transition.After.End?.By ?? "");
        ended.TrySetResult();
    }

    public void Renew(TimeSpan lease, TimeSpan remaining)
    {
        lock (gate)
        {
            var now = wheel.Now;
            limits.Renew(now + lease, now + remaining, now);
            Arm();
        }
    }

    public void Extend(TimeSpan remaining, string by)
    {
        lock (gate)
        {
            var now = wheel.Now;
            limits.Extend(now + remaining, now);
            Arm();
        }
        Say(new SessionNoticeLine(SessionNoticeKind.Extended, SessionTexts.Extended(by, remaining, Culture), by, remaining));
    }

    public void Say(SessionNoticeLine line) => surface?.Say(line);

    /// <summary>The technician did something.</summary>
    public void Touch()
    {
        // The timer is not moved: it finds out when it fires.
        lock (gate)
            limits.Touch(wheel.Now);
    }

    private void OnTimer()
    {
        LimitReached? reached;
        lock (gate)
        {
            timer = null;
            if (Current.IsOver)
                return;
            reached = limits.Reached(wheel.Now);
            if (reached?.End is null)
                Arm();
        }
        if (reached?.End is { } reason)
            End(reason);
        else if (reached is { IsIdleWarning: true })
            Say(new SessionNoticeLine(SessionNoticeKind.Idle, SessionTexts.Get("notice_idle", Culture)));
        else if (reached is { MinutesLeft: > 0 })
            Say(new SessionNoticeLine(SessionNoticeKind.TimeLeft, SessionTexts.TimeLeft(reached.MinutesLeft, Culture), "", Remaining));
    }

    private void Arm()
    {
        if (Current.IsOver)
            return;
        var due = limits.NextDue();
        if (timer is not null && timerDue == due)
            return;
        timer?.Cancel();
        timerDue = due;
        timer = wheel.At(due, OnTimer);
    }

    private void Tell(SessionTransition transition, string text, string by)
    {
        surface?.Changed(transition, text, by);
        Observe(transition, text, by);
    }

    private void Observe(SessionTransition transition, string text, string by)
    {
        foreach (var observer in observers)
            observer.Changed(this, transition, text, by);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
