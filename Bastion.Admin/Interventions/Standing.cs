namespace Bastion.Admin.Interventions;

/// <summary>The state of an intervention at an instant, whether or not a job has written it down yet (L3).</summary>
internal readonly record struct Standing(InterventionState State, EndCause? Cause, DateTimeOffset? Since)
{
    public static Standing Of(Intervention one, DateTimeOffset now) => one.State switch
    {
        InterventionState.Requested when now >= one.Window.LapseAt => new(InterventionState.Lapsed, EndCause.Undecided, one.Window.LapseAt),
        InterventionState.Approved when now >= one.NotAfter => new(InterventionState.Lapsed, EndCause.Unused, one.NotAfter),
        InterventionState.Open when now >= one.EndsAt => new(InterventionState.Ended, one.CriticalAt is null ? EndCause.WindowEnded : EndCause.DrainCapReached, one.EndsAt),
        _ => new(one.State, one.Cause, one.EndedAt),
    };

    public bool Settled => State is InterventionState.Refused or InterventionState.Withdrawn or InterventionState.Lapsed
        or InterventionState.Ended or InterventionState.Reported or InterventionState.Closed;
}
