using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Oversight;

/// <summary>What a permissive act changes, at the moment the journal has it.</summary>
internal sealed class AcknowledgedEffects(GatewayLinks links)
{
    public OrderList NewOrders() => new(links);

    public static async Task ApplyAsync(AdminDb db, OutboxEntry entry, DateTimeOffset now, OrderList orders)
    {
        switch (entry.Effect)
        {
            case AcknowledgedEffect.Extend:
                await ExtendAsync(db, entry, now, orders);
                break;
            case AcknowledgedEffect.Resume:
                await ResumeAsync(db, entry, now, orders);
                break;
            case AcknowledgedEffect.Supervised:
                await SupervisedAsync(db, entry, orders);
                break;
            default:
                break;
        }
    }

    /// <summary>Somebody watches again. Who left meanwhile is found at the next look.</summary>
    private static async Task SupervisedAsync(AdminDb db, OutboxEntry entry, OrderList orders)
    {
        var session = await db.Sessions.SingleAsync(one => one.Id == entry.EffectId);
        if (!session.Live || session.UnwatchedAt is not null)
            return;
        session.Freezes &= ~FreezeCauses.Supervisor;
        orders.Resume(session, nameof(FreezeCauses.Supervisor), entry.ActorName);
    }

    private static Task<Intervention> LoadAsync(AdminDb db, Guid id) =>
        db.Interventions.Include(one => one.Device!.Site).Include(one => one.Device!.Unit).Include(one => one.Technicians).Include(one => one.Releases).Include(one => one.Sessions.Where(session => session.State != SessionState.Ended)).AsSplitQuery().SingleAsync(one => one.Id == id);

    private static async Task ExtendAsync(AdminDb db, OutboxEntry entry, DateTimeOffset now, OrderList orders)
    {
        var extension = await db.Extensions.SingleAsync(one => one.Id == entry.EffectId);
        if (extension.AppliedAt is not null)
            return;
        var one = await LoadAsync(db, extension.InterventionId);
        if (Settling.Apply(db, one, now).State != InterventionState.Open)
        {
            extension.TooLate = true;
            Outbox.Write(db, now, new Act("extension.too_late", ActorRef.System) { InterventionId = one.Id, DeviceId = one.DeviceId });
            return;
        }

        extension.AppliedAt = now;
        one.NotAfter = extension.NewNotAfter > one.NotAfter ? extension.NewNotAfter : one.NotAfter;
        foreach (var session in one.Sessions)
            orders.Extend(session, SessionLimits.EndsFor(one), now, entry.ActorName);
    }

    private static async Task ResumeAsync(AdminDb db, OutboxEntry entry, DateTimeOffset now, OrderList orders)
    {
        var one = await LoadAsync(db, entry.EffectId!.Value);
        // A freeze that came after the wish to resume wins.
        if (Settling.Apply(db, one, now).State != InterventionState.Open || one.FrozenAt > entry.At)
            return;
        var lifted = one.Freezes & (FreezeCauses.Staff | FreezeCauses.Ward);
        one.Freezes &= ~lifted;
        if (one.Freezes == FreezeCauses.None)
            one.FrozenAt = null;
        foreach (var session in one.Sessions)
        {
            session.Freezes &= ~lifted;
            foreach (var cause in FreezeWords.Of(lifted))
                orders.Resume(session, cause, entry.ActorName);
        }
    }
}
