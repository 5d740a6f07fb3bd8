using Bastion.Hosting;

namespace Bastion.Admin.Rights;

/// <summary>One line of the table: an act, and how far it reaches for each role. A role that is not named may not.</summary>
internal sealed record Right(string Act, IReadOnlyDictionary<Role, Reach> Reaches)
{
    /// <summary>The service that may call it on somebody's behalf; null: a browser of the staff asks by itself.</summary>
    public Plane? By { get; init; }

    /// <summary>How old the second factor may be when the act is done; null: as old as the sign-in.</summary>
    public TimeSpan? Factor { get; init; }

    /// <summary>Where the establishment demands it, only who signed in with a passkey bound to its device.</summary>
    public bool Bound { get; init; }

    /// <summary>A decision: not in the first 24 hours of whoever was made an Engineer.</summary>
    public bool Decides { get; init; }

    /// <summary>Takes effect when a second person has confirmed it (interventions.md 2.4).</summary>
    public bool TwoPersons { get; init; }

    public Reach For(Role role) => Reaches.GetValueOrDefault(role, Reach.Never);
}
