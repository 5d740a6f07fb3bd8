using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Writes down what time has decided and tells the Gateways. Nothing depends on it being punctual: every act looks at the clock itself (L3).</summary>
internal sealed partial class DueTimes(AdminStore store, CommitSignals signals, GatewayLinks links, LeaseClock leases, TimeProvider time, ILogger<DueTimes> log) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterEnd = TimeSpan.FromSeconds(10);

    /// <summary>One round. Answers when the next thing is due, at most 5 seconds ahead.</summary>
    public async Task<DateTimeOffset> RunOnceAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (due, next) = await store.ReadAsync(db => DueAsync(db, now));
        if (due)
        {
            var orders = new OrderList(links);
            await store.WriteAsync(async db =>
            {
                orders = new OrderList(links);
                await SettleAsync(db, now, orders);
                await SweepAsync(db, now, orders);
                return true;
            }, cancellation);
            orders.Send();
        }

        return next > now && next < now + Longest ? next : now + Longest;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = signals.NextLive;
            var next = time.GetUtcNow() + Longest;
            try
            {
                next = await RunOnceAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is DbUpdateException or System.Data.Common.DbException)
            {
                Failed(failure.Message);
            }

            // Delays count whole milliseconds and round down: a tick before the instant that would be no wait at all, again and again.
            var wait = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((next - time.GetUtcNow()).TotalMilliseconds)));
            await Task.WhenAny(changed, Task.Delay(wait, time, stoppingToken));
        }
    }

    private async Task<(bool Due, DateTimeOffset Next)> DueAsync(AdminDb db, DateTimeOffset now)
    {
        var live = await db.Interventions.Where(one => one.State == InterventionState.Requested || one.State == InterventionState.Approved || one.State == InterventionState.Open)
            .Select(one => new { one.State, one.NotBefore, one.NotAfter, one.FrozenAt, one.CriticalAt, one.Policy }).ToListAsync();
        var instants = live.Select(one => one.State == InterventionState.Requested ? new Windows.AccessWindow(one.NotBefore, one.NotAfter).LapseAt : one.CriticalAt is null ? one.NotAfter : one.NotAfter.AddMinutes(Policies.PolicyResult.FromJson(one.Policy).DrainCapMinutes)).ToList();
        instants.AddRange(live.Where(one => one.FrozenAt is not null).Select(one => one.FrozenAt!.Value + SessionLimits.FreezeMax));
        var sessions = await db.Sessions.Where(one => one.State != SessionState.Ended).Select(one => new { one.Id, one.EndDueAt }).ToListAsync();
        instants.AddRange(sessions.Select(one => leases.Until(one.Id)));
        instants.AddRange(sessions.Where(one => one.EndDueAt is not null).Select(one => one.EndDueAt!.Value));
        return (instants.Exists(at => at <= now), instants.Where(at => at > now).DefaultIfEmpty(DateTimeOffset.MaxValue).Min());
    }

    private static async Task SettleAsync(AdminDb db, DateTimeOffset now, OrderList orders)
    {
        var open = await db.Interventions.Include(one => one.Device!.Site).Include(one => one.Device!.Unit).Include(one => one.Vendor).Include(one => one.Technicians).Include(one => one.Releases).Include(one => one.Sessions.Where(session => session.State != SessionState.Ended))
            .Where(one => one.State == InterventionState.Requested || one.State == InterventionState.Approved || one.State == InterventionState.Open).AsSplitQuery().ToListAsync();
        foreach (var one in open)
        {
            var before = one.State;
            var standing = Settling.Apply(db, one, now);
            foreach (var session in one.Sessions.Where(session => session.Live))
            {
                if (before == InterventionState.Open && standing.Cause is EndCause.WindowEnded or EndCause.DrainCapReached)
                    orders.End(session, standing.Cause == EndCause.WindowEnded ? SessionEndReason.WindowEnded : SessionEndReason.DrainCapReached, "", "");
                else if (one.FrozenAt is { } frozen && now >= frozen + SessionLimits.FreezeMax)
                    EndOnce(session, SessionEndReason.FreezeExpired, orders, now);
            }
        }
    }

    private async Task SweepAsync(AdminDb db, DateTimeOffset now, OrderList orders)
    {
        foreach (var session in await db.Sessions.Where(one => one.State != SessionState.Ended).ToListAsync())
        {
            if (session.EndDueAt <= now)
                EndOnce(session, session.EndDueReason ?? SessionEndReason.TechnicianDisabled, orders, now);
            if (leases.Until(session.Id) > now)
                continue;
            LostSessions.End(db, session, leases, now);
        }
    }

    /// <summary>An end order is repeated only after a while: its Gateway answers with a report.</summary>
    private static void EndOnce(Session session, SessionEndReason reason, OrderList orders, DateTimeOffset now)
    {
        if (session.State == SessionState.Ending)
            return;
        session.EndDueAt = now + AfterEnd;
        session.EndDueReason = reason;
        orders.End(session, reason, "", "");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of due times failed: {What}")]
    private partial void Failed(string what);
}
