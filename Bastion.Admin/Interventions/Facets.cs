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
        InterventionState.Approved => now < one.NotBefore ? InterventionFacet.AwaitingWindow : InterventionFacet.Ready,
        InterventionState.Open when one.Freezes != FreezeCauses.None => InterventionFacet.Frozen,
        InterventionState.Open => one.Sessions.Exists(session => session.Live) ? InterventionFacet.Live : InterventionFacet.Idle,
        InterventionState.Ended => InterventionFacet.AwaitingReport,
        InterventionState.Reported => InterventionFacet.AwaitingAcceptance,
        _ => InterventionFacet.None,
    };
}
