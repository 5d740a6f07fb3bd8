using Bastion.Admin.Devices;
using Bastion.Admin.Identity;

namespace Bastion.Admin.Interventions.Interlock;

/// <summary>Who speaks for a device: the ward of its unit and the Engineers who have it in scope. Pure.</summary>
internal static class Care
{
    public static bool May(StaffMember staff, Device device) =>
        staff is { State: AccountState.Active, Role: StaffRole.Engineer or StaffRole.WardRepresentative } && staff.Scopes.Exists(scope => scope.Covers(device));
}
