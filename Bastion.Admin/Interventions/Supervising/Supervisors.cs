using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Supervising;

/// <summary>Keeps required presence: input is frozen while nobody watches, lives again when somebody does, and the session ends when nobody came (1.5).</summary>
internal sealed partial class Supervisors(AdminStore store, Watchers watchers, GatewayLinks links, TimeProvider time, ILogger<Supervisors> log) : BackgroundService
{
    /// <summary>So long a session waits, frozen or not yet dialled, for somebody to come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>A heartbeat of the live page. False: this person may not watch it.</summary>
    public async Task<bool> BeatAsync(StaffContext who, Guid sessionId, bool tapped, CancellationToken cancellation)
    {
        if (!watchers.Beat(sessionId, who.StaffId, who.Name, tapped))
            return true;
        await store.WriteAsync(async db =>
        {
            if (await db.Sessions.SingleOrDefaultAsync(session => session.Id == sessionId, cancellation) is { Live: true } session)
                Outbox.Write(db, time.GetUtcNow(), new Act("session.watched", who.Actor) { InterventionId = session.InterventionId, DeviceId = session.DeviceId, SessionId = sessionId, Source = who.Source });
            return true;
        }, cancellation);
        await RunOnceAsync(cancellation);
        return true;
    }

    /// <summary>Waits, a few seconds at most, until the session that a lease is for may dial its device.</summary>
    public async Task AwaitAsync(Guid leaseId, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(4));
        try
        {
            while (true)
            {
                var next = watchers.Next;
                var session = await store.ReadAsync(db => db.Sessions.Include(one => one.Intervention).SingleOrDefaultAsync(one => one.LeaseId == leaseId, cancellation));
                if (session is null || !Presence.RequiredToOpen(session.Intervention!) || watchers.Any(session.Id))
                    return;
                await next.WaitAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nobody came yet: the caller is told, and asks again.
        }
    }

    /// <summary>One look at everything that runs.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var left = watchers.Left();
        var due = await store.ReadAsync(async db => (await db.Sessions.Include(one => one.Intervention).Where(one => one.State != SessionState.Ended).ToListAsync(cancellation)).Exists(one => Next(one, now) != Change.None));
        if (!due && left.Count == 0)
            return;
        var orders = new OrderList(links);
        await store.WriteAsync(async db =>
        {
            orders = new OrderList(links);
            foreach (var session in await db.Sessions.Include(one => one.Intervention).Where(one => one.State != SessionState.Ended).ToListAsync(cancellation))
            {
                foreach (var (_, staff, name) in left.Where(gone => gone.Session == session.Id))
                    Outbox.Write(db, now, new Act("session.unwatched", new ActorRef("staff", staff, name, nameof(StaffRole.Engineer))) { InterventionId = session.InterventionId, DeviceId = session.DeviceId, SessionId = session.Id });
                Apply(db, session, Next(session, now), orders, now);
            }

            return true;
        }, cancellation);
        orders.Send();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is DbUpdateException or System.Data.Common.DbException)
            {
                Failed(failure.Message);
            }

            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Apply(AdminDb db, Session session, Change change, OrderList orders, DateTimeOffset now)
    {
        switch (change)
        {
            case Change.Freeze:
                session.Freezes |= FreezeCauses.Supervisor;
                session.UnwatchedAt = now;
                orders.Freeze(session, FreezeCauses.Supervisor, blind: false, "", "");
                Outbox.Write(db, now, Line(session, "session.unsupervised"));
                break;
            case Change.Resume:
                session.UnwatchedAt = null;
                Outbox.Write(db, now, Line(session, "session.supervised") with { Permissive = true, Effect = AcknowledgedEffect.Supervised, EffectId = session.Id });
                break;
            case Change.End:
                session.EndDueAt = now.AddSeconds(10);
                session.EndDueReason = SessionEndReason.SupervisorAbsent;
                orders.End(session, SessionEndReason.SupervisorAbsent, "", "");
                break;
            default:
                break;
        }
    }

    private static Act Line(Session session, string kind) => new(kind, ActorRef.System) { InterventionId = session.InterventionId, DeviceId = session.DeviceId, SessionId = session.Id };

    private Change Next(Session session, DateTimeOffset now)
    {
        var frozen = session.Freezes.HasFlag(FreezeCauses.Supervisor);
        if (!Presence.Required(session.Intervention!, now) || watchers.Any(session.Id))
            return session.UnwatchedAt is not null ? Change.Resume : Change.None;
        if (session.State is SessionState.Pending or SessionState.Ending)
            return Change.None;
        if (!frozen || session.UnwatchedAt is null)
            return Change.Freeze;
        return now >= session.UnwatchedAt + Patience && session.EndDueAt is null ? Change.End : Change.None;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A look at the supervised sessions failed: {What}")]
    private partial void Failed(string what);

    private enum Change
    {
        None,
        Freeze,
        Resume,
        End,
    }
}
