using Bastion.Admin.Interventions.Leases;

namespace Bastion.Admin.Interventions;

internal static class Facets
{
    /// <param name="one">With its sessions.</param>
    /// <param name="standing">At <paramref name="now"/>.</param>
    /// <param name="pending">A permissive entry of it waits for the journal.</param>
    /// <param name="now">The instant of reading.</param>
    public static InterventionFacet Of(Intervention one, Standing standing, bool pending, DateTimeOffset now) => standing.State switch
    {
        InterventionState.Requested => InterventionFacet.AwaitingQuorum,
        InterventionState.Approved when pending => InterventionFacet.Blocked,
        InterventionState.Approved when now < one.NotBefore - Interlock.ReleaseDesk.Before => InterventionFacet.AwaitingWindow,
        InterventionState.Approved when one.Terms.Release && !(one.Device is { State: Devices.DeviceState.Released } device && device.HeldByInterventionId == one.Id) => InterventionFacet.AwaitingRelease,
        InterventionState.Approved => now < one.NotBefore ? InterventionFacet.AwaitingWindow : InterventionFacet.Ready,
        InterventionState.Open when one.Freezes != FreezeCauses.None => InterventionFacet.Frozen,
        InterventionState.Open when now >= one.NotAfter => InterventionFacet.Draining,
        InterventionState.Open when one.AskedMinutes > 0 => InterventionFacet.ExtensionAsked,
        InterventionState.Open => one.Sessions.Exists(session => session.Live) ? InterventionFacet.Live : InterventionFacet.Idle,
        InterventionState.Ended when one.Reports.Exists(report => report.ReturnedAt is not null) => InterventionFacet.ReportReturned,
        InterventionState.Ended => one.ReportDueAt <= now ? InterventionFacet.ReportOverdue : InterventionFacet.AwaitingReport,
        InterventionState.Reported when !one.Reports.Exists(report => report.AcceptedAt is not null) => InterventionFacet.AwaitingAcceptance,
        InterventionState.Reported when one.Device!.HeldByInterventionId == one.Id && one.Device.State is Devices.DeviceState.ToBeChecked or Devices.DeviceState.NonConforming => InterventionFacet.AwaitingReturnToService,
        InterventionState.Reported => InterventionFacet.AwaitingReview,
        _ => InterventionFacet.None,
    };
}
