namespace Bastion.Admin.Vault;

/// <summary>A device secret at rest. It leaves towards a Gateway, once per lease; people see it only by a reveal of two persons.</summary>
internal sealed class Credential
{
    public Guid Id { get; set; }

    public CredentialKind Kind { get; set; }

    /// <summary>Sealed by the vault, bound to this row.</summary>
    public required byte[] Sealed { get; set; }

    /// <summary>What a rotation is setting on the device now, sealed likewise: kept before the device hears of it, so that no crash loses the only secret that still opens.</summary>
    public byte[]? Pending { get; set; }

    public DateTimeOffset? PendingSince { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public Guid? ChangedById { get; set; }

    /// <summary>Changed on the device after each intervention.</summary>
    public bool RotateAfterUse { get; set; }

    /// <summary>Changed on the device when it is this old; 0 = never by age.</summary>
    public int RotateAfterDays { get; set; }

    /// <summary>What the device's own program for changing a password is called there.</summary>
    public string RotationCommand { get; set; } = "passwd";

    /// <summary>One live session at a time.</summary>
    public bool Exclusive { get; set; }

    /// <summary>Somebody saw it, or an intervention used it: the next occasion changes it.</summary>
    public bool RotationDue { get; set; }

    public DateTimeOffset? CheckedAt { get; set; }

    /// <summary>ok, or what the last check or rotation met: refused, unreachable, pin_changed, rolled_back, unsettled.</summary>
    public string CheckResult { get; set; } = "";
}
