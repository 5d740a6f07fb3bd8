namespace Bastion.Admin.Identity;

/// <summary>Opens one desktop once: one person, one intervention and with it one device, one source address, minutes (interventions.md 1.4 factor.stale).</summary>
internal sealed class DesktopTicket
{
    public Guid Id { get; set; }

    /// <summary>What the .rdp file says; public, and sent in the clear by some clients.</summary>
    public required string User { get; set; }

    /// <summary>NT hash of the password, sealed: both ways to prove it need no more.</summary>
    public required byte[] Secret { get; set; }

    public Guid TechnicianId { get; set; }

    public Guid InterventionId { get; set; }

    public required string Source { get; set; }

    /// <summary>The sign-in that asked for it; its end ends the ticket.</summary>
    public required byte[] SignInHash { get; set; }

    /// <summary>The second factor was fresh here.</summary>
    public DateTimeOffset IssuedAt { get; set; }

    public DateTimeOffset Until { get; set; }

    /// <summary>Wrong proofs so far.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
