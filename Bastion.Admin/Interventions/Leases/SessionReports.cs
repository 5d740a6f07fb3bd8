using Bastion.Admin.Contracts;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>What Gateways say about their sessions, and what they are answered.</summary>
internal sealed class SessionReports(AdminStore store, GatewayLinks links, LeaseClock leases, TimeProvider time)
{
    private const int MaxText = 500;

    /// <summary>
    /// Takes up again what a Gateway process holds, and brings it to what was decided meanwhile. What the process before it at the same place held
    /// went with it: those sessions need not wait for the end of their lease.
    /// </summary>
    public async Task HelloAsync(Hello hello)
    {
        var held = hello.Live.Where(live => Guid.TryParse(live.SessionId, out _)).ToDictionary(live => Guid.Parse(live.SessionId));
        var orders = new OrderList(links);
        await store.WriteAsync(async db =>
        {
            orders = new OrderList(links);
            foreach (var session in await db.Sessions.Include(one => one.Intervention).Where(one => one.State != SessionState.Ended).ToListAsync())
            {
                if (held.TryGetValue(session.Id, out var live))
                {
                    session.GatewayId = hello.GatewayId;
                    leases.Renew(session.Id);
                    Reconcile(session, FreezeWords.Read(live.FreezeCauses), orders);
                }
                else if (LostSessions.Replaced(session, hello.GatewayId))
                {
                    LostSessions.End(db, session, leases, time.GetUtcNow());
                }
            }

            return true;
        });
        orders.Send();
    }

    /// <summary>The answer names every session asked about; lease 0 = end it.</summary>
    public async Task<Renewed> RenewAsync(Renew renew, string gatewayId)
    {
        var now = time.GetUtcNow();
        var ids = renew.SessionIds.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).ToList();
        var rows = ids.Count == 0 ? [] : await store.ReadAsync(db => db.Sessions.Include(one => one.Intervention).Where(one => ids.Contains(one.Id)).ToDictionaryAsync(one => one.Id));
        if (rows.Values.Any(row => row.Live && row.GatewayId != gatewayId))
            await store.WriteAsync(db => OwnAsync(db, ids, gatewayId));

        var answer = new Renewed();
        for (var i = 0; i < ids.Count; i++)
            answer.Sessions.Add(Answer(renew.SessionIds[i], rows.GetValueOrDefault(ids[i]), now));
        return answer;
    }

    /// <summary>The first end reason wins, and it is Gateway's word.</summary>
    public Task ReportAsync(SessionReport report, string gatewayId) => store.WriteAsync(async db =>
    {
        if (!Guid.TryParse(report.SessionId, out var id) || !Enum.TryParse<SessionState>(report.State, out var state))
            return false;
        var session = await db.Sessions.Include(one => one.Intervention!.Device!.Site).Include(one => one.Intervention!.Device!.Unit).Include(one => one.Intervention!.Sessions).Include(one => one.Intervention!.Releases).Include(one => one.Intervention!.Technicians).AsSplitQuery().SingleOrDefaultAsync(one => one.Id == id);
        if (session is null || !session.Live)
            return false;
        var now = time.GetUtcNow();
        session.GatewayId = gatewayId;
        if (session.State != SessionState.Ending || state == SessionState.Ended)
            session.State = state;
        if (state is SessionState.Active or SessionState.Frozen)
            Activate(db, session, now);
        if (state is SessionState.Active or SessionState.Frozen or SessionState.Pending)
            session.Freezes = FreezeWords.Read(report.FreezeCauses) | (session.Intervention!.Freezes & (FreezeCauses.Staff | FreezeCauses.Ward | FreezeCauses.Supervisor | FreezeCauses.RedButton));
        if (state is SessionState.Ending or SessionState.Ended)
        {
            session.EndReason ??= Enum.TryParse<SessionEndReason>(report.EndReason, out var reason) ? reason : SessionEndReason.InternalError;
            session.EndText = report.EndText.Length > MaxText ? report.EndText[..MaxText] : report.EndText;
        }

        if (state == SessionState.Ended)
        {
            session.EndedAt = now;
            session.Freezes = FreezeCauses.None;
            leases.Forget(id);
            Quiet(db, session, now);
            await PinAsync(db, session, now);
        }

        return true;
    });

    /// <summary>What was frozen or resumed while the stream was down.</summary>
    private static void Reconcile(Session session, FreezeCauses held, OrderList orders)
    {
        var wanted = session.Intervention!.Freezes | (session.Freezes & (FreezeCauses.Identity | FreezeCauses.RedButton)) | (session.UnwatchedAt is null ? FreezeCauses.None : FreezeCauses.Supervisor);
        var ours = FreezeCauses.Staff | FreezeCauses.Ward | FreezeCauses.Supervisor | FreezeCauses.RedButton | FreezeCauses.Identity;
        foreach (var cause in Enum.GetValues<FreezeCauses>().Where(cause => cause != FreezeCauses.None && ours.HasFlag(cause)))
        {
            if (wanted.HasFlag(cause) && !held.HasFlag(cause))
                orders.Freeze(session, cause, blind: cause is FreezeCauses.Identity or FreezeCauses.RedButton, "", "");
            else if (!wanted.HasFlag(cause) && held.HasFlag(cause))
                orders.Resume(session, cause.ToString(), "");
        }
    }

    private static async Task<bool> OwnAsync(AdminDb db, List<Guid> ids, string gatewayId)
    {
        foreach (var session in await db.Sessions.Where(one => ids.Contains(one.Id) && one.State != SessionState.Ended).ToListAsync())
            session.GatewayId = gatewayId;
        return true;
    }

    /// <summary>First Active of a telemaintenance takes the device (interventions.md 1.3).</summary>
    private static void Activate(AdminDb db, Session session, DateTimeOffset now)
    {
        if (session.ActiveAt is not null)
            return;
        session.ActiveAt = now;
        DeviceCare.Start(db, session.Intervention!, session, now);
    }

    /// <summary>The last session of an intervention is over: a critical operation is over with it, and a window that was only held open for it.</summary>
    private static void Quiet(AdminDb db, Session session, DateTimeOffset now)
    {
        var one = session.Intervention!;
        if (one.CriticalAt is null || one.State != InterventionState.Open || one.Sessions.Exists(other => other.Live && other.Id != session.Id))
            return;
        one.CriticalAt = null;
        if (now >= one.NotAfter)
            Settling.End(db, one, EndCause.WindowEnded, ActorRef.System, "", now);
    }

    /// <summary>R11: the endpoint waits for a decision before anybody opens it again.</summary>
    private static async Task PinAsync(AdminDb db, Session session, DateTimeOffset now)
    {
        if (session.EndReason != SessionEndReason.DevicePinChanged)
            return;
        var endpoint = await db.Endpoints.SingleAsync(one => one.Id == session.EndpointId);
        endpoint.Quarantined = true;
        Outbox.Write(db, now, new Act("device.quarantined", ActorRef.System) { InterventionId = session.InterventionId, DeviceId = session.DeviceId, SessionId = session.Id, SubjectId = endpoint.Id });
    }

    private RenewedSession Answer(string id, Session? row, DateTimeOffset now)
    {
        if (row is null || !row.Live)
            return new RenewedSession { SessionId = id, EndReason = (row?.EndReason ?? SessionEndReason.GatewayLost).ToString() };
        var one = row.Intervention!;
        var standing = Standing.Of(one, now);
        if (standing.State != InterventionState.Open)
            return new RenewedSession { SessionId = id, EndReason = EndWord(standing.Cause).ToString() };
        leases.Renew(row.Id);
        return new RenewedSession { SessionId = id, LeaseMillis = (long)SessionLimits.Lease.TotalMilliseconds, RemainingMillis = (long)(SessionLimits.EndsFor(one) - now).TotalMilliseconds };
    }

    private static SessionEndReason EndWord(EndCause? cause) => cause switch
    {
        EndCause.WindowEnded => SessionEndReason.WindowEnded,
        EndCause.DrainCapReached => SessionEndReason.DrainCapReached,
        _ => SessionEndReason.StaffRevoked,
    };
}
