using static Bastion.Admin.Interventions.InterventionState;

namespace Bastion.Admin.Interventions.Machines;

/// <summary>The one table of an intervention's states. Guards are the desks'; what is not here never happens. Pure.</summary>
internal static class InterventionMachine
{
    private static readonly Dictionary<(InterventionState From, InterventionEvent Event), InterventionState> Table = new()
    {
        [(Requested, InterventionEvent.Adjust)] = Requested,
        [(Requested, InterventionEvent.Decide)] = Requested,
        [(Requested, InterventionEvent.PolicyMet)] = Approved,
        [(Requested, InterventionEvent.Refuse)] = Refused,
        [(Requested, InterventionEvent.Withdraw)] = Withdrawn,
        [(Requested, InterventionEvent.Lapse)] = Lapsed,
        [(Approved, InterventionEvent.Withdraw)] = Withdrawn,
        [(Approved, InterventionEvent.Lapse)] = Lapsed,
        [(Approved, InterventionEvent.Invalidate)] = Requested,
        [(Approved, InterventionEvent.Revoke)] = Refused,
        [(Approved, InterventionEvent.Connect)] = Open,
        [(Open, InterventionEvent.Connect)] = Open,
        [(Open, InterventionEvent.Freeze)] = Open,
        [(Open, InterventionEvent.Resume)] = Open,
        [(Open, InterventionEvent.Extend)] = Open,
        [(Open, InterventionEvent.Revoke)] = Ended,
        [(Open, InterventionEvent.End)] = Ended,
        [(Ended, InterventionEvent.Report)] = Reported,
        [(Reported, InterventionEvent.ReturnReport)] = Ended,
        [(Reported, InterventionEvent.Close)] = Closed,
    };

    /// <returns>Null: this event does not exist in this state.</returns>
    public static InterventionState? Next(InterventionState state, InterventionEvent happening) =>
        Table.TryGetValue((state, happening), out var next) ? next : null;

    public static bool Terminal(InterventionState state) => state is Refused or Withdrawn or Lapsed or Closed;
}
