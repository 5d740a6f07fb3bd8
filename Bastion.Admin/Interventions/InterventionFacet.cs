namespace Bastion.Admin.Interventions;

/// <summary>What an intervention is waiting for or doing inside its state (interventions.md 1.1).</summary>
internal enum InterventionFacet
{
    None,
    AwaitingQuorum,
    AwaitingVendor,
    AwaitingWindow,
    AwaitingRelease,
    Blocked,
    Ready,
    Live,
    Idle,
    Frozen,
    Draining,
    ExtensionAsked,
    AwaitingReport,
    ReportOverdue,
    ReportReturned,
    AwaitingAcceptance,
    AwaitingReturnToService,
    AwaitingReview,
}
