using Bastion.Admin.Oversight;

namespace Bastion.Admin.Identity;

/// <summary>Who is acting on a staff page: read from the sign-in at each request, never kept.</summary>
internal sealed record StaffContext(
    Guid StaffId,
    string Login,
    string Name,
    StaffRole Role,
    Disciplines Disciplines,
    string Language,
    DateTimeOffset FactorAt,
    DateTimeOffset ExpiresAt,
    int NoticeDue,
    string Source)
{
    /// <summary>What proved the identity.</summary>
    public SignInMethod Method { get; init; }

    /// <summary>The establishment demands a passkey bound to its device of who approves or administers, and this sign-in has none.</summary>
    public bool Weak { get; init; }

    public DateTimeOffset? DecidesFrom { get; init; }

    public ActorRef Actor => new("staff", StaffId, Name, Role.ToString());

    public bool IsEngineer => Role == StaffRole.Engineer;
}
