namespace Bastion.Admin.Vault;

/// <summary>A device secret at rest. Nobody reads it back: it leaves only towards a Gateway, once per lease.</summary>
internal sealed class Credential
{
    public Guid Id { get; set; }

    public CredentialKind Kind { get; set; }

    /// <summary>Sealed by the vault, bound to this row.</summary>
    public required byte[] Sealed { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public Guid? ChangedById { get; set; }
}
