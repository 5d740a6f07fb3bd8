using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Supervising;

/// <summary>Cuts everything, one vendor, or one ward: frozen blind at once, ended soon after, and nothing opens until two persons lifted it (1.5, S6).</summary>
internal sealed class RedButton(AdminStore store, GatewayLinks links, Acknowledgements acknowledgements, TimeProvider time)
{
    public static async Task<DateTimeOffset?> SinceAsync(AdminDb db, Guid vendor, Guid? unit) => await db.Cuts
        .Where(cut => cut.LiftedAt == null && (cut.Range == CutRange.All || (cut.Range == CutRange.Vendor && cut.TargetId == vendor) || (cut.Range == CutRange.Unit && cut.TargetId == unit)))
        .OrderBy(cut => cut.Since).Select(cut => (DateTimeOffset?)cut.Since).FirstOrDefaultAsync();

    public Task<List<AccessCut>> ListAsync() => store.ReadAsync(db => db.Cuts.Where(cut => cut.LiftedAt == null).OrderBy(cut => cut.Since).ToListAsync());

    /// <summary>Protective. By an Engineer or an Administrator. Answers how many sessions it cut.</summary>
    public async Task<Outcome<int>> PressAsync(StaffContext who, CutRange range, Guid? target, string reason, CancellationToken cancellation)
    {
        if (who.Role is not (StaffRole.Engineer or StaffRole.Administrator))
            return Denial.Of(DenialCode.NotAllowed);
        if (reason.Trim().Length < InterventionDesk.MinReason)
            return Denial.Of(DenialCode.ReasonTooShort, "min", "10");
        var orders = new OrderList(links);
        var outcome = await store.WriteAsync<Outcome<int>>(async db =>
        {
            orders = new OrderList(links);
            var now = time.GetUtcNow();
            if (await NameAsync(db, range, target) is not { } name)
                return Denial.Of(DenialCode.Unknown);
            db.Cuts.Add(new AccessCut { Id = Guid.CreateVersion7(now), Range = range, TargetId = range == CutRange.All ? null : target, TargetName = name, Since = now, ByName = who.Name, Reason = reason.Trim() });
            Outbox.Write(db, now, new Act("redbutton.pressed", who.Actor) { SubjectId = target, Reason = reason.Trim(), Source = who.Source, Facts = new Dictionary<string, string> { ["range"] = range.ToString(), ["target"] = name } });
            var live = await db.Sessions.Include(session => session.Intervention!.Device).Where(session => session.State != SessionState.Ended).ToListAsync();
            var cut = live.Where(session => range == CutRange.All
                || (range == CutRange.Vendor && session.Intervention!.VendorId == target)
                || (range == CutRange.Unit && session.Intervention!.Device!.UnitId == target)).ToList();
            foreach (var session in cut)
            {
                session.Freezes |= FreezeCauses.RedButton;
                session.Intervention!.Freezes |= FreezeCauses.RedButton;
                session.Intervention.FrozenAt ??= now;
                session.EndDueAt = now + SessionLimits.IdentityFreeze;
                session.EndDueReason = SessionEndReason.RedButton;
                orders.Freeze(session, FreezeCauses.RedButton, blind: true, reason.Trim(), who.Name);
            }

            return cut.Count;
        }, cancellation);
        orders.Send();
        return outcome;
    }

    /// <summary>Permissive, two persons: an Engineer of IT security and one more Engineer, in either order. Lifting everything may be narrowed to what stays cut by pressing it again for a vendor or a ward.</summary>
    public async Task<Outcome<ActDone>> LiftAsync(StaffContext who, Guid cutId, CancellationToken cancellation)
    {
        var entry = await store.WriteAsync<Outcome<OutboxEntry>>(async db =>
        {
            var now = time.GetUtcNow();
            if (!who.IsEngineer)
                return Denial.Of(DenialCode.NotAllowed);
            if (await db.Cuts.SingleOrDefaultAsync(one => one.Id == cutId) is not { LiftedAt: null } cut)
                return Denial.Of(DenialCode.Settled);
            var security = who.Disciplines.HasFlag(Disciplines.ItSecurity);
            var act = new Act("redbutton.lift_asked", who.Actor) { SubjectId = cut.Id, Source = who.Source, Facts = new Dictionary<string, string> { ["target"] = cut.TargetName } };
            if (cut.LiftAskedById is null)
            {
                (cut.LiftAskedById, cut.LiftAskedBy, cut.LiftAskedByItSec) = (who.StaffId, who.Name, security);
                return Outbox.Write(db, now, act);
            }

            if (cut.LiftAskedById == who.StaffId)
                return Denial.Of("redbutton.second_person");
            if (!security && !cut.LiftAskedByItSec)
                return Denial.Of("redbutton.itsec");
            cut.LiftedAt = now;
            foreach (var one in await db.Interventions.Include(one => one.Device).Where(one => one.State == InterventionState.Open).ToListAsync())
            {
                if (!one.Freezes.HasFlag(FreezeCauses.RedButton) || !Covers(cut, one))
                    continue;
                one.Freezes &= ~FreezeCauses.RedButton;
                if (one.Freezes == FreezeCauses.None)
                    one.FrozenAt = null;
            }

            return Outbox.Write(db, now, act with { Kind = "redbutton.lifted", Permissive = true });
        }, cancellation);
        return entry.Done ? new ActDone(entry.Value.Permissive && !await acknowledgements.WaitAsync(entry.Value.Id, cancellation)) : entry.Denial;
    }

    private static bool Covers(AccessCut cut, Intervention one) => cut.Range switch
    {
        CutRange.All => true,
        CutRange.Vendor => one.VendorId == cut.TargetId,
        _ => one.Device!.UnitId == cut.TargetId,
    };

    private static async Task<string?> NameAsync(AdminDb db, CutRange range, Guid? target) => range switch
    {
        CutRange.All => "",
        CutRange.Vendor => await db.Vendors.Where(vendor => vendor.Id == target).Select(vendor => vendor.Name).SingleOrDefaultAsync(),
        _ => await db.Units.Where(unit => unit.Id == target).Select(unit => unit.Name).SingleOrDefaultAsync(),
    };
}
