namespace Bastion.Admin.Identity;

/// <summary>One role per person: the duties are separated (interventions.md 2.4).</summary>
internal enum StaffRole
{
    Engineer,
    Auditor,
    Administrator,
    WardRepresentative,
}
