namespace Bastion.Admin.Identity;

/// <summary>Lets one key sign in without a code: one intervention, one source address, at most 15 minutes (interventions.md 1.4 factor.stale).</summary>
internal sealed class KeyArming
{
    public Guid Id { get; set; }

    public Guid KeyId { get; set; }

    public Guid TechnicianId { get; set; }

    public Guid InterventionId { get; set; }

    public required string Source { get; set; }

    /// <summary>The sign-in that armed it; its sign-out ends the arming.</summary>
    public required byte[] SignInHash { get; set; }

    public DateTimeOffset FactorAt { get; set; }

    public DateTimeOffset Until { get; set; }

    /// <summary>Class A: one connection per arming.</summary>
    public bool Once { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}
