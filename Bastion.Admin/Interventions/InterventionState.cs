namespace Bastion.Admin.Interventions;

/// <summary>interventions.md 1.1. Facets are derived, never stored.</summary>
internal enum InterventionState
{
    Requested,
    Approved,
    Refused,
    Withdrawn,
    Lapsed,
    Open,
    Ended,
    Reported,
    Closed,
}
