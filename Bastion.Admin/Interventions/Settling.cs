using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Interventions;

/// <summary>Writes down what time has already decided (I8, I9, I17), inside the transaction that read it.</summary>
internal static class Settling
{
    /// <returns>The standing after it.</returns>
    public static Standing Apply(AdminDb db, Intervention one, DateTimeOffset now)
    {
        var standing = Standing.Of(one, now);
        if (standing.State == one.State)
            return standing;
        if (standing.State == InterventionState.Lapsed)
            Lapse(db, one, standing, now);
        else
            End(db, one, standing.Cause!.Value, ActorRef.System, "", now);
        return standing;
    }

    /// <summary>I17. The device's clinical state follows.</summary>
    public static void End(AdminDb db, Intervention one, EndCause cause, ActorRef by, string reason, DateTimeOffset now)
    {
        one.State = InterventionState.Ended;
        one.Cause = cause;
        one.EndedAt = cause is EndCause.WindowEnded ? one.NotAfter : cause is EndCause.DrainCapReached ? one.EndsAt : now;
        one.Freezes = 0;
        one.FrozenAt = null;
        one.ReportDueAt = Reports.ReportRules.DueAt(one, one.EndedAt.Value);
        if (one.Urgency == Policies.Urgency.Emergency && one.Device?.Site is not null)
            one.ReviewDueAt ??= Policies.PolicyCase.CalendarOf(one.Device).NextWorkingDayEnd(now);
        if (one.AskedMinutes > 0)
        {
            one.AskedMinutes = 0;
            Outbox.Write(db, now, new Act("extension.lapsed", ActorRef.System) { InterventionId = one.Id, DeviceId = one.DeviceId });
        }

        Outbox.Write(db, now, new Act("intervention.ended", by)
        {
            InterventionId = one.Id,
            DeviceId = one.DeviceId,
            Reason = reason,
            Facts = new Dictionary<string, string> { ["cause"] = cause.ToString(), ["number"] = one.Number },
        });
        DeviceCare.Stop(db, one, now);
        Notices.Tell.Ended(db, one, now);
    }

    private static void Lapse(AdminDb db, Intervention one, Standing standing, DateTimeOffset now)
    {
        one.State = InterventionState.Lapsed;
        one.Cause = standing.Cause;
        one.EndedAt = standing.Since;
        one.SettledAt ??= standing.Since;
        DeviceCare.DropRelease(db, one, ActorRef.System, now);
        Outbox.Write(db, now, new Act("intervention.lapsed", ActorRef.System)
        {
            InterventionId = one.Id,
            DeviceId = one.DeviceId,
            Facts = new Dictionary<string, string> { ["cause"] = standing.Cause!.Value.ToString(), ["number"] = one.Number },
        });
    }
}
