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
    public ActorRef Actor => new("staff", StaffId, Name, Role.ToString());

    public bool IsEngineer => Role == StaffRole.Engineer;
}
