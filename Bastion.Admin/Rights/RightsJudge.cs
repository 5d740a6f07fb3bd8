using Bastion.Admin.Identity;

namespace Bastion.Admin.Rights;

/// <summary>The one evaluator of the table of rights. What the table does not name is refused to everybody.</summary>
internal static class RightsJudge
{
    /// <summary>The roles of a staff member at this instant.</summary>
    public static IReadOnlyList<Role> RolesOf(StaffRole role, Disciplines disciplines) => role switch
    {
        StaffRole.Engineer when disciplines.HasFlag(Disciplines.ItSecurity) => [Role.Engineer, Role.ItSecurity],
        StaffRole.Engineer => [Role.Engineer],
        StaffRole.Auditor => [Role.Auditor],
        StaffRole.Administrator => [Role.Administrator],
        StaffRole.WardRepresentative => [Role.Ward],
        _ => [],
    };

    public static Reach ReachOf(IReadOnlyList<Role> roles, string act) =>
        RightsTable.Find(act) is { } right && roles.Count > 0 ? roles.Max(right.For) : Reach.Never;

    /// <summary>May this person come to the place where the act is done. A null person is a visitor.</summary>
    public static bool Admits(StaffContext? who, string act) =>
        ReachOf([Role.Visitor], act) != Reach.Never
        || (who is not null && ReachOf(RolesOf(who.Role, who.Disciplines), act) != Reach.Never && !(who.Weak && RightsTable.Find(act)!.Bound));

    public static bool Admits(StaffRole role, string act) => ReachOf(RolesOf(role, Disciplines.None), act) != Reach.Never;

    /// <summary>May this person do it now. The object of the act is judged by who holds it: reach <see cref="Reach.Scope"/> against the device.</summary>
    /// <returns>Null, or act.not_allowed, factor.weak or factor.stale.</returns>
    public static Denial? Judge(StaffContext who, string act, DateTimeOffset now)
    {
        if (ReachOf(RolesOf(who.Role, who.Disciplines), act) == Reach.Never)
            return Denial.Of(DenialCode.NotAllowed);
        var right = RightsTable.Find(act)!;
        if (right.Decides && who.DecidesFrom > now)
            return Denial.At(DenialCode.TooNew, who.DecidesFrom.Value);
        if (right.Bound && who.Weak)
            return Denial.Of(DenialCode.FactorWeak);
        return right.Factor is { } limit && now - who.FactorAt > limit ? Denial.Of(DenialCode.FactorStale) : null;
    }
}
