namespace Bastion.Admin.Identity.Passkeys;

/// <summary>A passkey of a person (WebAuthn level 3): the public half and what its authenticator said of itself.</summary>
internal sealed class Passkey
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    public required byte[] CredentialId { get; set; }

    /// <summary>COSE_Key (RFC 9052).</summary>
    public required byte[] PublicKey { get; set; }

    public long SignCount { get; set; }

    /// <summary>Comma separated, as the browser named them.</summary>
    public string Transports { get; set; } = "";

    /// <summary>May be copied to other machines (flag BE). False: bound to its device.</summary>
    public bool BackupEligible { get; set; }

    public bool BackedUp { get; set; }

    public required byte[] AttestationObject { get; set; }

    public required byte[] ClientData { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
