using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Interventions;

/// <summary>One act of a member of the staff on one intervention, inside its transaction.</summary>
internal sealed record DeskCase(AdminDb Db, StaffContext Who, StaffMember Staff, Intervention Intervention, Standing Standing, OrderList Orders, DateTimeOffset Now)
{
    private const int MaxReason = 2000;

    public OutboxEntry Write(string kind, string reason, bool permissive, params (string Name, string Value)[] facts)
    {
        var all = facts.Where(fact => fact.Value.Length > 0).ToDictionary(fact => fact.Name, fact => fact.Value);
        all["number"] = Intervention.Number;
        return Outbox.Write(Db, Now, new Act(kind, Who.Actor)
        {
            InterventionId = Intervention.Id,
            DeviceId = Intervention.DeviceId,
            Reason = reason.Trim() is { Length: > MaxReason } cut ? cut[..MaxReason] : reason.Trim(),
            Source = Who.Source,
            Permissive = permissive,
            Facts = all,
        });
    }

    public Denial Settled() => Denial.Of(DenialCode.InterventionSettled, "state", Standing.State.ToString());
}
