using System.Runtime.CompilerServices;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Oversight;

/// <summary>The live list, and when it changes. Orders go through InterventionDesk with the intervention's id.</summary>
internal sealed class RunningSessions(AdminStore store, CommitSignals signals)
{
    public Task<IReadOnlyList<RunningSession>> ListAsync(StaffContext who, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<RunningSession>>(async db =>
    {
        var staff = await db.Staff.Include(one => one.Scopes).SingleOrDefaultAsync(one => one.Id == who.StaffId, cancellation);
        if (staff is null)
            return [];
        var sessions = await db.Sessions.Where(session => session.State != SessionState.Ended)
            .Include(session => session.Intervention!.Device!.Site)
            .Include(session => session.Intervention!.Device!.Unit)
            .Include(session => session.Intervention!.Vendor)
            .Include(session => session.Technician)
            .Include(session => session.Endpoint)
            .OrderBy(session => session.PermittedAt).ToListAsync(cancellation);
        var resuming = await db.Outbox.Where(entry => entry.Effect == AcknowledgedEffect.Resume && entry.AcknowledgedAt == null).Select(entry => entry.EffectId).ToListAsync(cancellation);
        return [.. sessions.Where(session => Eligibility.See(staff, session.Intervention!.Device!)).Select(session => Line(session, staff, resuming.Contains(session.InterventionId)))];
    });

    /// <summary>Yields once at the start and after each change, for server-sent events; several changes may be one.</summary>
    public async IAsyncEnumerable<bool> ChangesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var next = signals.NextLive;
            yield return true;
            await next.WaitAsync(cancellation);
        }
    }

    private static RunningSession Line(Session session, StaffMember staff, bool resuming)
    {
        var one = session.Intervention!;
        var device = one.Device!;
        return new RunningSession(
            session.Id,
            one.Id,
            one.Number,
            device.Name,
            device.Label,
            Places.Of(device),
            Protocols.Word(session.Endpoint!.Protocol),
            session.Technician!.Name,
            one.Vendor!.Name,
            session.Source,
            session.Client,
            one.Symptom,
            session.State,
            session.Freezes,
            session.PermittedAt,
            session.ActiveAt,
            one.NotBefore,
            one.NotAfter,
            one.Zone,
            resuming,
            Eligibility.Act(staff, one) is null);
    }
}
