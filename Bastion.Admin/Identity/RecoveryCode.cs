namespace Bastion.Admin.Identity;

/// <summary>Stands in for a TOTP code, once.</summary>
internal sealed class RecoveryCode
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    /// <summary>HMAC-SHA-256 under a key of the vault: a stolen database does not give the code.</summary>
    public required byte[] Hash { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
