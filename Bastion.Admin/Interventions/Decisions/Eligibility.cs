using Bastion.Admin.Devices;
using Bastion.Admin.Identity;

namespace Bastion.Admin.Interventions.Decisions;

/// <summary>Who may act on an intervention (interventions.md 2, 6). Pure.</summary>
internal static class Eligibility
{
    /// <summary>The device is in the scope of this Engineer.</summary>
    public static bool InScope(StaffMember staff, Device device) =>
        staff is { State: AccountState.Active, Role: StaffRole.Engineer } && staff.Scopes.Exists(scope => scope.Covers(device));

    /// <summary>May approve now: holds the step that is next, has not decided yet, and did not ask for it (2.4).</summary>
    public static Denial? Approve(StaffMember staff, Intervention one)
    {
        if (staff is not { State: AccountState.Active, Role: StaffRole.Engineer })
            return Denial.Of(DenialCode.NotAllowed);
        if (one.RequestedById == staff.Id)
            return Denial.Of(DenialCode.OwnRequest);
        var device = one.Device!;
        if (!InScope(staff, device))
            return Denial.Of(DenialCode.OutOfScope);
        if (Chain.Counting(one).Any(decision => decision.ApproverId == staff.Id))
            return Denial.Of("decision.already");
        return Chain.Next(one) is { } step && !Chain.Holds(staff, step, device) ? Denial.Of(DenialCode.OutOfScope, "step", step.ToString()) : null;
    }

    /// <summary>May refuse, revoke, freeze, resume, extend: any Engineer who has the device in scope.</summary>
    public static Denial? Act(StaffMember staff, Intervention one) => staff switch
    {
        not { State: AccountState.Active, Role: StaffRole.Engineer } => Denial.Of(DenialCode.NotAllowed),
        _ when !InScope(staff, one.Device!) => Denial.Of(DenialCode.OutOfScope),
        _ => null,
    };

    /// <summary>May see: Engineers and ward representatives their scope, Auditors all, Administrators nothing but counts.</summary>
    public static bool See(StaffMember staff, Device device) => staff.Role switch
    {
        StaffRole.Auditor => true,
        StaffRole.Engineer or StaffRole.WardRepresentative => staff.Scopes.Exists(scope => scope.Covers(device)),
        _ => false,
    };

    public static Disciplines OwnerOf(DeviceFamily family) => family switch
    {
        DeviceFamily.ItSystems => Disciplines.ItSystems,
        DeviceFamily.Building => Disciplines.Building,
        _ => Disciplines.Biomedical,
    };
}
