using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Interventions;

/// <summary>One act of a member of the staff on one device, inside its transaction.</summary>
/// <param name="Held">The intervention that holds it.</param>
internal sealed record DeviceCase(AdminDb Db, StaffContext Who, StaffMember Staff, Device Device, Intervention? Held, OrderList Orders, DateTimeOffset Now)
{
    public OutboxEntry Write(string kind, string reason, bool permissive = false, params (string Name, string Value)[] facts) => Outbox.Write(Db, Now, new Act(kind, Who.Actor)
    {
        InterventionId = Held?.Id,
        DeviceId = Device.Id,
        Reason = reason.Trim(),
        Source = Who.Source,
        Permissive = permissive,
        Facts = facts.Where(fact => fact.Value.Length > 0).ToDictionary(fact => fact.Name, fact => fact.Value),
    });
}
