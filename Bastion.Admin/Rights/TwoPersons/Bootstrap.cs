using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Rights.TwoPersons;

/// <summary>
/// A first installation has nobody to be the second person. Once two Administrators and one Engineer of IT security have enrolled,
/// bootstrap is closed, for ever: from then on the acts of two persons wait for one (interventions.md 2.4).
/// </summary>
internal static class Bootstrap
{
    public const string Closed = "bootstrap.closed";

    public static async Task<bool> IsClosedAsync(AdminDb db, DateTimeOffset now)
    {
        if (await db.Proposals.AnyAsync(one => one.Act == Closed))
            return true;
        var staff = await db.Staff.Where(one => one.State == AccountState.Active).ToListAsync();
        if (staff.Count(one => one.Role == StaffRole.Administrator) < 2 || !staff.Exists(one => one.Role == StaffRole.Engineer && one.Disciplines.HasFlag(Disciplines.ItSecurity)))
            return false;
        db.Proposals.Add(new Proposal { Id = Guid.CreateVersion7(now), Act = Closed, About = "", ProposedByName = "", ProposedAt = now, ExpiresAt = now, State = ProposalState.Confirmed, SettledAt = now });
        Outbox.Write(db, now, new Act(Closed, ActorRef.System));
        return true;
    }
}
