using Bastion.Admin.Interventions.Leases;
using static Bastion.Admin.Interventions.Leases.SessionState;

namespace Bastion.Admin.Interventions.Machines;

/// <summary>The one table of a session's states, as Admin follows what its Gateway says. Pure.</summary>
internal static class SessionMachine
{
    private static readonly Dictionary<(SessionState From, SessionEvent Event), SessionState> Table = new()
    {
        [(Pending, SessionEvent.Activate)] = Active,
        [(Active, SessionEvent.Freeze)] = Frozen,
        [(Frozen, SessionEvent.Freeze)] = Frozen,
        [(Frozen, SessionEvent.Resume)] = Active,
        [(Pending, SessionEvent.End)] = Ending,
        [(Active, SessionEvent.End)] = Ending,
        [(Frozen, SessionEvent.End)] = Ending,
        [(Ending, SessionEvent.Closed)] = Ended,
        [(Pending, SessionEvent.Closed)] = Ended,
        [(Active, SessionEvent.Closed)] = Ended,
        [(Frozen, SessionEvent.Closed)] = Ended,
    };

    /// <returns>Null: this event does not exist in this state.</returns>
    public static SessionState? Next(SessionState state, SessionEvent happening) =>
        Table.TryGetValue((state, happening), out var next) ? next : null;

    /// <summary>Who lifts a cause of a freeze (1.5); the sessions go on when none is left.</summary>
    public static FreezeCauses Lift(FreezeCauses held, FreezeCauses authority) => held & ~authority;
}
