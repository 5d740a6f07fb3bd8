using Bastion.Admin.Persistence;

namespace Bastion.Admin.Identity;

/// <summary>A named person who can sign in: staff or technician. Never shared.</summary>
internal abstract class Account : IVersioned
{
    public Guid Id { get; set; }

    /// <summary>Lower case, unique over staff and technicians.</summary>
    public required string Login { get; set; }

    public required string Name { get; set; }

    /// <summary>"fr" or "en".</summary>
    public string Language { get; set; } = "fr";

    public AccountState State { get; set; } = AccountState.Invited;

    /// <summary>PHC string; null until enrolled.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Sealed by the vault, bound to this row.</summary>
    public byte[]? TotpSecret { get; set; }

    /// <summary>The highest TOTP step ever accepted: nothing at or below it is accepted again.</summary>
    public long LastTotpStep { get; set; } = -1;

    /// <summary>Highest version of the recording notice accepted; 0 = none.</summary>
    public int NoticeVersion { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public Guid Version { get; set; }
}
