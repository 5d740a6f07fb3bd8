namespace Bastion.Admin.Identity;

/// <summary>A signed-in browser or SSH connection. The token itself is only with its holder.</summary>
internal sealed class SignInSession
{
    /// <summary>SHA-256 of the 256-bit token.</summary>
    public required byte[] TokenHash { get; set; }

    public Guid AccountId { get; set; }

    public required string Source { get; set; }

    /// <summary>portal, ssh or staff.</summary>
    public required string Listener { get; set; }

    public string Client { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset FactorAt { get; set; }

    public SignInMethod Method { get; set; }

    /// <summary>Set when an armed key signed in: the only intervention that this session opens.</summary>
    public Guid? ArmedInterventionId { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}
