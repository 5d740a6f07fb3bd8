using System.Diagnostics.CodeAnalysis;

namespace Bastion.Gateway.Sessions;

/// <summary>
/// Pending → Active ⇄ Frozen → Ending → Ended, settled by compare-and-set: of two wishes in the same instant
/// the first wins and the other is told so. Pure: no clock, no I/O.
/// </summary>
internal sealed class SessionMachine
{
    private SessionSnapshot current = SessionSnapshot.Initial;

    public SessionSnapshot Current => Volatile.Read(ref current);

    /// <summary>Both legs are up. A cause that came while pending makes the session start frozen.</summary>
    public bool TryActivate([NotNullWhen(true)] out SessionTransition? transition) => TryMove(
        now => now.State != SessionState.Pending
            ? null
            : now with { State = now.Freeze.IsFrozen ? SessionState.Frozen : SessionState.Active },
        out transition);

    public bool TryFreeze(FreezeCause cause, bool blind, [NotNullWhen(true)] out SessionTransition? transition) => TryMove(
        now =>
        {
            if (now.IsOver)
                return null;
            var freeze = now.Freeze.Add(cause, blind);
            return freeze == now.Freeze
                ? null
                : now with { Freeze = freeze, State = now.State == SessionState.Pending ? SessionState.Pending : SessionState.Frozen };
        },
        out transition);

    public bool TryLift(FreezeCause cause, [NotNullWhen(true)] out SessionTransition? transition) => TryMove(
        now =>
        {
            if (now.IsOver || (now.Freeze.Causes & cause) == 0)
                return null;
            var freeze = now.Freeze.Remove(cause);
            var state = now.State == SessionState.Frozen && !freeze.IsFrozen ? SessionState.Active : now.State;
            return now with { Freeze = freeze, State = state };
        },
        out transition);

    public bool TryEnd(SessionEnd end, [NotNullWhen(true)] out SessionTransition? transition) =>
        TryMove(now => now.IsOver ? null : now with { State = SessionState.Ending, End = end }, out transition);

    public bool TryFinish([NotNullWhen(true)] out SessionTransition? transition) =>
        TryMove(now => now.State != SessionState.Ending ? null : now with { State = SessionState.Ended }, out transition);

    private bool TryMove(Func<SessionSnapshot, SessionSnapshot?> step, [NotNullWhen(true)] out SessionTransition? transition)
    {
        while (true)
        {
            var before = Current;
            if (step(before) is not { } after)
            {
                transition = null;
                return false;
            }
            if (ReferenceEquals(Interlocked.CompareExchange(ref current, after, before), before))
            {
                transition = new SessionTransition(before, after);
                return true;
            }
        }
    }
}
