namespace Bastion.Admin.Interventions;

/// <summary>Why an intervention reached its last state before a report.</summary>
internal enum EndCause
{
    Undecided,
    Unused,
    Revoked,
    WindowEnded,
    DrainCapReached,
    WorkFinished,
    StaffFinished,
    Restored,
}
