using Bastion.Admin.Identity;

namespace Bastion.Admin.Vendors;

internal sealed record StaffForm(string Login, string Name, StaffRole Role, Disciplines Disciplines, IReadOnlyList<ScopeForm> Scopes, string Language = "fr");
