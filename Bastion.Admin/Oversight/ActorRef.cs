using Bastion.Admin.Identity;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Oversight;

/// <summary>Who acts, as the journal names him.</summary>
internal sealed record ActorRef(string Type, Guid? Id, string Name, string Role)
{
    public static readonly ActorRef System = new("system", null, "Bastion", "");

    public static ActorRef Of(Account account) => account switch
    {
        StaffMember staff => new("staff", staff.Id, staff.Name, staff.Role.ToString()),
        Technician technician => new("technician", technician.Id, technician.Name, technician.Manager ? "VendorManager" : "Technician"),
        _ => throw new ArgumentOutOfRangeException(nameof(account)),
    };
}
