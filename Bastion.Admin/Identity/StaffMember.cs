namespace Bastion.Admin.Identity;

internal sealed class StaffMember : Account
{
    /// <summary>Decisions count from here: 24 h after somebody became an Engineer or got a new link (S10). Null: always.</summary>
    public DateTimeOffset? DecidesFrom { get; set; }

    public StaffRole Role { get; set; }

    /// <summary>Of an Engineer; None for the other roles.</summary>
    public Disciplines Disciplines { get; set; }

    /// <summary>Empty scope = nothing.</summary>
    public List<StaffScope> Scopes { get; set; } = [];
}
