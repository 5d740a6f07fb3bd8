using Bastion.Admin.Interventions.Policies;

namespace Bastion.Admin.Interventions.Supervising;

/// <summary>Whether somebody of the hospital must look at an intervention now (interventions.md 2.1, 2.5). Pure.</summary>
internal static class Presence
{
    private static readonly TimeSpan CriticalWatch = TimeSpan.FromMinutes(5);

    public static bool Required(Intervention one, DateTimeOffset now) =>
        one.Terms.Supervision == Supervision.Mandatory
        || (one.Urgency == Urgency.Emergency && one.OpenedAt is { } opened && now >= opened.AddMinutes(DecisionPolicy.Standard.EmergencyWatchMinutes))
        || (one.CriticalAt is { } critical && now >= critical + CriticalWatch);

    /// <summary>Before the device is dialled at all.</summary>
    public static bool RequiredToOpen(Intervention one) => one.Terms.Supervision == Supervision.Mandatory;
}
