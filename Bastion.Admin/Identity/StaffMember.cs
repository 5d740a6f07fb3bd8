namespace Bastion.Admin.Identity;

internal sealed class StaffMember : Account
{
    public StaffRole Role { get; set; }

    /// <summary>Of an Engineer; None for the other roles.</summary>
    public Disciplines Disciplines { get; set; }

    /// <summary>Empty scope = nothing.</summary>
    public List<StaffScope> Scopes { get; set; } = [];
}
