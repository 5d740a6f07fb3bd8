using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Interventions.Interlock;

/// <summary>The ward's stop: the first press freezes, the second, by somebody with an account, cuts. Protective.</summary>
internal static class WardStops
{
    public static Denial? Press(AdminDb db, Intervention one, ActorRef by, string reason, bool mayCut, OrderList orders, DateTimeOffset now)
    {
        var live = one.Sessions.Where(session => session.Live).ToList();
        if (one.Freezes.HasFlag(FreezeCauses.Ward) && mayCut)
        {
            Outbox.Write(db, now, new Act("device.reclaimed", by) { InterventionId = one.Id, DeviceId = one.DeviceId, Reason = reason });
            foreach (var session in live)
                orders.End(session, SessionEndReason.ClinicalNeed, reason, by.Name);
            Settling.End(db, one, EndCause.Revoked, by, reason, now);
            return null;
        }

        one.Freezes |= FreezeCauses.Ward;
        one.FrozenAt ??= now;
        foreach (var session in live)
        {
            session.Freezes |= FreezeCauses.Ward;
            orders.Freeze(session, FreezeCauses.Ward, blind: false, reason, by.Name);
        }

        Outbox.Write(db, now, new Act(mayCut ? "device.reclaim_asked" : "ward.stop_pressed", by) { InterventionId = one.Id, DeviceId = one.DeviceId, Reason = reason });
        return null;
    }
}
