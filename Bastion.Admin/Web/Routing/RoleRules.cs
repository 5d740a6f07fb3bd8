using Bastion.Admin.Identity;

namespace Bastion.Admin.Web.Routing;

internal static class RoleRules
{
    public static Roles ToRoles(this StaffRole role) => role switch
    {
        StaffRole.Engineer => Roles.Engineer,
        StaffRole.Auditor => Roles.Auditor,
        StaffRole.Administrator => Roles.Administrator,
        StaffRole.WardRepresentative => Roles.Ward,
        _ => Roles.Nobody,
    };

    public static bool Admits(this Roles roles, StaffRole role) => (roles & role.ToRoles()) != 0;
}
