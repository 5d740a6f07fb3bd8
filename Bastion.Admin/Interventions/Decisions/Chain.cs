using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Policies;

namespace Bastion.Admin.Interventions.Decisions;

/// <summary>The ordered chain of one request: which step is next, and who holds a step. Pure.</summary>
internal static class Chain
{
    /// <returns>Null: every step has its decision.</returns>
    public static Step? Next(Intervention one)
    {
        var taken = Counting(one).Select(decision => decision.Step).ToHashSet();
        foreach (var step in one.Terms.Steps)
        {
            if (!taken.Contains(step))
                return step;
        }

        return null;
    }

    /// <summary>Approvals that count: of this version of the request, by people who may still decide (R18).</summary>
    public static IEnumerable<Decision> Counting(Intervention one) => one.Decisions.Where(decision =>
        decision is { Verdict: Verdict.Approved, WithoutEffect: false } && decision.RequestVersion == one.RequestVersion
        && decision.Approver is null or { State: AccountState.Active, Role: StaffRole.Engineer });

    public static bool Holds(StaffMember staff, Step step, Device device) => step switch
    {
        Step.Owner => staff.Disciplines.HasFlag(Eligibility.OwnerOf(device.Family)),
        Step.ItSec => staff.Disciplines.HasFlag(Disciplines.ItSecurity),
        Step.OnCall => staff.Disciplines.HasFlag(Disciplines.OnCall),
        Step.OwnerOrItSec => staff.Disciplines.HasFlag(Eligibility.OwnerOf(device.Family)) || staff.Disciplines.HasFlag(Disciplines.ItSecurity),
        _ => true,
    };
}
