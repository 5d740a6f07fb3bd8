using System.Globalization;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Oversight;

/// <summary>
/// What follows the restore of a store from a backup, before anything listens: nothing that was revoked since the backup may come alive. Every
/// sign-in, armed key and link is dead, every approval void, everything open is ended, and the epoch rises.
/// </summary>
internal sealed class Restoration(AdminStore store, TimeProvider time)
{
    public const string Kind = "store.restored";

    /// <summary>Last number of the journal that the backup knew; what Admin said after it is in the journal alone.</summary>
    public const string LastIndex = "last_index";

    /// <summary>Answers the new epoch.</summary>
    public Task<int> RunAsync() => store.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        foreach (var signIn in await db.SignIns.Where(one => one.EndedAt == null).ToListAsync())
            signIn.EndedAt = now;
        foreach (var arming in await db.Armings.Where(one => one.EndedAt == null).ToListAsync())
            arming.EndedAt = now;
        foreach (var link in await db.EnrolmentLinks.Where(one => one.UsedAt == null).ToListAsync())
            link.ExpiresAt = now < link.ExpiresAt ? now : link.ExpiresAt;
        var last = await db.Outbox.MaxAsync(row => row.JournalIndex) ?? -1;
        // What waited for the journal in the backup was said, or withdrawn, since: it takes effect no more.
        foreach (var row in await db.Outbox.Where(row => row.AcknowledgedAt == null && row.Effect != AcknowledgedEffect.None).ToListAsync())
            row.Effect = AcknowledgedEffect.None;
        var epoch = await LeaseEpoch.RaiseAsync(db, now);
        var ended = await EndAsync(db, now);
        Outbox.Write(db, now, new Act(Kind, ActorRef.System)
        {
            Facts = new Dictionary<string, string>
            {
                ["epoch"] = epoch.ToString(CultureInfo.InvariantCulture),
                [LastIndex] = last.ToString(CultureInfo.InvariantCulture),
                ["interventions"] = ended.ToString(CultureInfo.InvariantCulture),
            },
        });
        return epoch;
    });

    private static async Task<int> EndAsync(AdminDb db, DateTimeOffset now)
    {
        var live = await db.Interventions.Include(one => one.Device!.Site).Include(one => one.Device!.Unit).Include(one => one.Technicians).Include(one => one.Releases).Include(one => one.Sessions).Include(one => one.Decisions)
            .Where(one => one.State == InterventionState.Requested || one.State == InterventionState.Approved || one.State == InterventionState.Open).ToListAsync();
        foreach (var one in live)
        {
            foreach (var session in one.Sessions.Where(session => session.Live))
                (session.State, session.EndReason, session.EndedAt) = (SessionState.Ended, SessionEndReason.AdminLost, now);
            foreach (var decision in one.Decisions.Where(decision => decision.Verdict == Verdict.Approved))
                decision.WithoutEffect = true;
            if (one.State == InterventionState.Open)
            {
                Settling.End(db, one, EndCause.Restored, ActorRef.System, "", now);
            }
            else if (one.State == InterventionState.Approved)
            {
                (one.State, one.Cause, one.EndedAt) = (InterventionState.Refused, EndCause.Restored, now);
                Outbox.Write(db, now, new Act("intervention.revoked", ActorRef.System) { InterventionId = one.Id, DeviceId = one.DeviceId, Facts = new Dictionary<string, string> { ["cause"] = nameof(EndCause.Restored) } });
            }
        }
        return live.Count(one => one.Cause == EndCause.Restored);
    }
}
