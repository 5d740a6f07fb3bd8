namespace Bastion.Admin.Identity;

/// <summary>Who a door is for: a technician never signs in at the staff door, nor the reverse.</summary>
internal enum AccountKind
{
    Technician,
    Staff,
}
