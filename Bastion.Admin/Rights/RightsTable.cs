using Bastion.Admin.Identity;
using Bastion.Hosting;

namespace Bastion.Admin.Rights;

/// <summary>
/// Every act, and who may (interventions.md 6). This is the rule: the doors ask it before they show anything, the registers ask it before they do anything.
/// An act that is not here is refused to everybody. Printed in docs/rights.md.
/// </summary>
internal static class RightsTable
{
    private const Reach No = Reach.Never;
    private const Reach Own = Reach.Own;
    private const Reach Named = Reach.Named;
    private const Reach Scope = Reach.Scope;
    private const Reach All = Reach.All;

    private static readonly Dictionary<string, Right> Lines = Rows().ToDictionary(right => right.Act, StringComparer.Ordinal);

    public static IReadOnlyCollection<Right> Everything => Lines.Values;

    public static Right? Find(string act) => Lines.GetValueOrDefault(act);

    private static IEnumerable<Right> Rows() => [.. Doors(), .. Interventions(), .. Evidence(), .. Registers(), .. Technicians()];

    private static IEnumerable<Right> Doors() =>
    [
        Open("language.choose"),
        Open("sign_in.show"),
        Open("sign_in.password"),
        Open("sign_in.code.show"),
        Open("sign_in.code"),
        Open("sign_in.passkey.ask"),
        Open("sign_in.passkey"),
        Open("enrolment.show"),
        Open("enrolment.finish"),
        Open("ward.door"),
        Open("ward.stop"),
        Staff("home"),
        Staff("sign_out"),
        Staff("changes.follow"),
        Staff("account.show"),
        Staff("account.passkey.ask"),
        Staff("account.passkey.add") with { Factor = SignInLimits.FactorForOpening },
        Staff("account.passkey.remove") with { Factor = SignInLimits.FactorForOpening },
        Staff("account.sign_in.end"),
    ];

    private static IEnumerable<Right> Interventions() =>
    [
        Act("request.list", engineer: Scope),
        Act("intervention.list", ward: Scope, engineer: Scope, auditor: All),
        Act("intervention.read", ward: Scope, engineer: Scope, auditor: All),
        Act("intervention.approve", engineer: Scope) with { Factor = SignInLimits.FactorForDecision, Bound = true, Decides = true },
        Act("intervention.refuse", engineer: Scope),
        Act("intervention.freeze", ward: Scope, engineer: Scope),
        Act("intervention.resume", engineer: Scope),
        Act("intervention.revoke", engineer: Scope),
        Act("intervention.extend", engineer: Scope) with { Bound = true, Decides = true },
        Act("intervention.notify", engineer: Scope),
        Act("intervention.finish", engineer: Scope),
        Act("intervention.close", engineer: Scope),
        Act("device.release", ward: Scope, engineer: Scope),
        Act("device.reclaim", ward: Scope, engineer: Scope),
        Act("extension.refuse", engineer: Scope),
        Act("report.accept", engineer: Scope),
        Act("report.return", engineer: Scope),
        Act("intervention.export", engineer: Scope, auditor: All),
        Act("figures.read", engineer: Scope, auditor: All),
        Act("notice.list", ward: Own, engineer: Own, auditor: Own, administrator: Own),
        Act("notice.read", ward: Own, engineer: Own, auditor: Own, administrator: Own),
        Act("return.list", engineer: Scope),
        Act("return.read", ward: Scope, engineer: Scope, auditor: All),
        Act("return.sign", ward: Scope, engineer: Scope),
        Act("ward.read", ward: Scope),
        Act("ward.label", engineer: All, administrator: All),
        Act("ward.code", engineer: All, administrator: All),
        Act("device.declare", ward: Scope, engineer: Scope),
        Act("access.cut.read", engineer: All, administrator: All),
        Act("access.cut", engineer: All, administrator: All),
        Act("access.cut.lift", engineer: All) with { TwoPersons = true },
        Act("session.handover", engineer: Scope),
        Act("emergency.review", engineer: Scope, auditor: All),
        Act("session.list", ward: Scope, engineer: Scope),
        Act("session.watch", ward: Scope, engineer: Scope),
        Act("file.list", engineer: Scope, auditor: All),
        Act("file.release", engineer: Scope),
        Act("file.refuse", engineer: Scope),
    ];

    private static IEnumerable<Right> Evidence() =>
    [
        Act("recording.list", engineer: Scope, auditor: All),
        Act("recording.view", engineer: Scope, auditor: All),
        Act("recording.reason", engineer: Scope, auditor: All),
        Act("recording.search", engineer: Scope, auditor: All),
        Act("recording.comment", engineer: Scope, auditor: All),
        Act("recording.export", engineer: Scope, auditor: All),
        Act("recording.typed.ask", auditor: All),
        Act("recording.typed.view", auditor: All),
        Act("recording.erase", auditor: All) with { TwoPersons = true },
        Act("hold.change", auditor: All) with { TwoPersons = true },
        Act("evidence.ask", engineer: Scope, auditor: All),
        Act("evidence.export", engineer: Scope, auditor: All),
        Act("journal.read", engineer: All, auditor: All, administrator: All),
    ];

    private static IEnumerable<Right> Registers() =>
    [
        Act("device.list", engineer: All, administrator: All),
        Act("device.read", engineer: All, administrator: All),
        Act("device.export", engineer: All, administrator: All),
        Act("vendor.export", administrator: All),
        Act("device.add", administrator: All) with { Bound = true },
        Act("device.change", administrator: All) with { Bound = true },
        Act("site.add", administrator: All) with { Bound = true },
        Act("endpoint.change", administrator: All) with { Bound = true },
        Act("endpoint.scan", engineer: Scope, administrator: All),
        Act("endpoint.pin", engineer: Scope) with { Bound = true },
        Act("endpoint.pin.dismiss", engineer: Scope),
        Act("vendor.list", administrator: All),
        Act("vendor.read", administrator: All),
        Act("vendor.add", administrator: All) with { Bound = true },
        Act("vendor.change", administrator: All) with { Bound = true },
        Act("vendor.suspend", engineer: All, administrator: All),
        Act("vendor.resume", administrator: All) with { Bound = true },
        Act("person.list", administrator: All),
        Act("person.add", administrator: All) with { Bound = true, TwoPersons = true },
        Act("person.relink", administrator: All) with { Bound = true, TwoPersons = true },
        Act("person.disable", administrator: All),
        Act("technician.disable", itSecurity: All, administrator: All),
        Act("proposal.list", engineer: All, administrator: All),
        Act("proposal.confirm", itSecurity: All, administrator: All) with { Bound = true, Decides = true, Factor = SignInLimits.FactorForDecision },
        Act("proposal.dismiss", engineer: All, administrator: All),
        Act("vault.list", engineer: Scope, itSecurity: All, administrator: All),
        Act("vault.rotate", administrator: All) with { Bound = true },
        Act("credential.check", engineer: All, administrator: All),
        Act("credential.rotate", itSecurity: All, administrator: All) with { Bound = true },
        Act("credential.policy", administrator: All) with { Bound = true },
        Act("credential.reveal", engineer: Scope) with { Bound = true, TwoPersons = true, Factor = SignInLimits.FactorForOpening },
        Act("system.read", administrator: All),
        Act("clock.confirm", administrator: All) with { Bound = true },
    ];

    private static IEnumerable<Right> Technicians() =>
    [
        Call("Identity.BeginSignIn", visitor: Own),
        Call("Identity.FinishSignIn", visitor: Own),
        Call("Identity.ProbeKey", visitor: Own),
        Call("Identity.SignInWithKey", visitor: Own),
        Call("Identity.RedeemDesktopTicket", visitor: Own),
        Call("Identity.AskPasskey", visitor: Own),
        Call("Identity.SignInWithPasskey", visitor: Own),
        Call("Identity.AskToAddPasskey", technician: Own) with { Factor = SignInLimits.FactorForOpening },
        Call("Identity.AddPasskey", technician: Own) with { Factor = SignInLimits.FactorForOpening },
        Call("Identity.ListPasskeys", technician: Own),
        Call("Identity.RemovePasskey", technician: Own) with { Factor = SignInLimits.FactorForOpening },
        Call("Identity.ReadEnrolment", visitor: Own),
        Call("Identity.FinishEnrolment", visitor: Own),
        Call("Identity.ReadNotice", visitor: All),
        Call("Identity.SignOut", visitor: Own),
        Call("Identity.SetLanguage", visitor: Own),
        Call("Identity.ReadSignIn", technician: Own),
        Call("Identity.StepUp", technician: Own),
        Call("Identity.ListSignIns", technician: Own),
        Call("Identity.EndSignIn", technician: Own),
        Call("Identity.AcceptNotice", technician: Own),
        Call("Identity.ListKeys", technician: Own),
        Call("Identity.AddKey", technician: Own) with { Factor = SignInLimits.FactorForOpening },
        Call("Identity.RemoveKey", technician: Own),
        Call("Identity.ArmKey", technician: Named) with { Factor = SignInLimits.FactorForOpening },
        Call("Identity.IssueDesktopTicket", technician: Named) with { Factor = SignInLimits.FactorForOpening },
        Call("Interventions.ListDevices", technician: Own),
        Call("Interventions.List", technician: Named, manager: Own),
        Call("Interventions.Get", technician: Named, manager: Own),
        Call("Interventions.Submit", technician: Own),
        Call("Interventions.Withdraw", technician: Named, manager: Own),
        Call("Interventions.AskTime", technician: Named),
        Call("Interventions.MarkCritical", technician: Named),
        Call("Interventions.Say", technician: Named),
        Call("Interventions.Finish", technician: Named),
        Call("Interventions.GetReport", technician: Named, manager: Own),
        Call("Interventions.FileReport", technician: Named, manager: Own) with { Factor = SignInLimits.FactorForOpening },
        Call("Access.ListOpen", technician: Named),
        Call("Access.OpenSession", technician: Named) with { Factor = SignInLimits.FactorForOpening },
        Call("Access.ReleaseCredential", technician: Named),
        Call("Access.KeepLeases", visitor: All),
        Call("Airlock.Hold", technician: Named),
        Call("Airlock.Fetch", technician: Named),
        Call("Airlock.Delivered", technician: Named),
        Call("Airlock.ListMine", technician: Own),
    ];

    private static Right Open(string act) => new(act, new Dictionary<Role, Reach> { [Role.Visitor] = Own });

    private static Right Staff(string act) => Act(act, ward: Own, engineer: Own, auditor: Own, administrator: Own);

    private static Right Act(string act, Reach ward = No, Reach engineer = No, Reach itSecurity = No, Reach auditor = No, Reach administrator = No) =>
        new(act, new Dictionary<Role, Reach> { [Role.Ward] = ward, [Role.Engineer] = engineer, [Role.ItSecurity] = itSecurity, [Role.Auditor] = auditor, [Role.Administrator] = administrator });

    /// <summary>A method that Gateway calls for a technician. What a visitor may, anybody may.</summary>
    private static Right Call(string act, Reach visitor = No, Reach technician = No, Reach manager = No) =>
        new(act, new Dictionary<Role, Reach> { [Role.Visitor] = visitor, [Role.Technician] = technician, [Role.Manager] = manager > technician ? manager : technician }) { By = Plane.Gateway };
}
