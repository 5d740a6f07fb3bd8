namespace Bastion.Admin.Identity;

/// <summary>One-use link by which a person sets a password and takes a TOTP secret.</summary>
internal sealed class EnrolmentLink
{
    public required byte[] LinkHash { get; set; }

    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    /// <summary>Sealed by the vault, bound to this row.</summary>
    public required byte[] TotpSecret { get; set; }

    public Guid? IssuedById { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
