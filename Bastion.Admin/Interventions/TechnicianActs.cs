using System.Globalization;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Notices;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Interventions;

/// <summary>What technicians do while their intervention is open: ask for time, mark a critical operation, speak to who watches, say that the work is done.</summary>
internal sealed class TechnicianActs(AdminStore store, SignInDesk signIns, GatewayLinks links, TimeProvider time)
{
    private const int MaxText = 500;

    /// <summary>Never prolongs anything by itself. Denials: extension.too_late, field.invalid, intervention.settled.</summary>
    public Task<Denial?> AskTimeAsync(string token, string idOrNumber, int minutes, string reason, CancellationToken cancellation) => ActAsync(token, idOrNumber, async (db, technician, one, standing, orders, now) =>
    {
        if (standing.Cause is EndCause.WindowEnded or EndCause.DrainCapReached)
            return Denial.Of(DenialCode.ExtensionTooLate);
        if (standing.State != InterventionState.Open)
            return Denial.Of(DenialCode.InterventionSettled, "state", standing.State.ToString());
        if (minutes is < 5 or > 240)
            return Denial.Of(DenialCode.FieldInvalid, "field", "minutes");
        (one.AskedMinutes, one.AskedReason, one.AskedById) = (minutes, Short(reason), technician.Id);
        Write(db, technician, one, "extension.asked", reason, now, ("minutes", minutes.ToString(CultureInfo.InvariantCulture)));
        await Tell.ScopeAsync(db, one, "N10", now, Short(reason));
        return null;
    }, cancellation);

    /// <summary>The end becomes soft, up to the cap of the policy. Once by itself, again only after an Engineer's yes (an extension).</summary>
    public Task<Denial?> MarkCriticalAsync(string token, string idOrNumber, string text, bool marked, CancellationToken cancellation) => ActAsync(token, idOrNumber, async (db, technician, one, standing, orders, now) =>
    {
        if (standing.State != InterventionState.Open)
            return Denial.Of(DenialCode.InterventionSettled, "state", standing.State.ToString());
        if (!marked)
            return Clear(db, technician, one, orders, now);
        if (now >= one.NotAfter || one.Terms.DrainCapMinutes == 0)
            return Denial.Of(DenialCode.ExtensionTooLate);
        if (one.CriticalUsed && one.CriticalAt is null)
            return Denial.Of("critical.used");
        if (text.Trim().Length < InterventionDesk.MinReason)
            return Denial.Of(DenialCode.ReasonTooShort, "min", "10");
        if (!one.Sessions.Exists(session => session.Live))
            return Denial.Of(DenialCode.InterventionNotOpen, "state", nameof(InterventionFacet.Idle));
        one.CriticalAt ??= now;
        (one.CriticalText, one.CriticalUsed) = (Short(text), true);
        foreach (var session in one.Sessions.Where(session => session.Live))
            orders.Extend(session, SessionLimits.EndsFor(one), now, technician.Name);
        Write(db, technician, one, "session.critical_marked", text, now, ("until", Denial.Instant(one.EndsAt)));
        await Tell.ScopeAsync(db, one, "N11", now, Short(text));
        return null;
    }, cancellation);

    /// <summary>One line to whoever watches; it is in the journal like what the hospital says.</summary>
    public Task<Denial?> SayAsync(string token, string idOrNumber, string text, CancellationToken cancellation) => ActAsync(token, idOrNumber, (db, technician, one, standing, orders, now) =>
    {
        if (standing.State != InterventionState.Open)
            return Task.FromResult<Denial?>(Denial.Of(DenialCode.InterventionSettled, "state", standing.State.ToString()));
        if (text.Trim().Length == 0)
            return Task.FromResult<Denial?>(Denial.Of(DenialCode.FieldRequired, "field", "text"));
        Write(db, technician, one, "session.said", text, now);
        one.SaidAt = now;
        return Task.FromResult<Denial?>(null);
    }, cancellation);

    /// <summary>I17 by the technician: nobody is connected and the work is done.</summary>
    public Task<Denial?> FinishAsync(string token, string idOrNumber, CancellationToken cancellation) => ActAsync(token, idOrNumber, (db, technician, one, standing, orders, now) =>
    {
        if (standing.State != InterventionState.Open)
            return Task.FromResult<Denial?>(Denial.Of(DenialCode.InterventionSettled, "state", standing.State.ToString()));
        if (one.Sessions.Exists(session => session.Live))
            return Task.FromResult<Denial?>(Denial.Of(DenialCode.InterventionNotOpen, "state", nameof(InterventionFacet.Live)));
        Settling.End(db, one, EndCause.WorkFinished, ActorRef.Of(technician), "", now);
        return Task.FromResult<Denial?>(null);
    }, cancellation);

    private static Denial? Clear(AdminDb db, Technician technician, Intervention one, OrderList orders, DateTimeOffset now)
    {
        if (one.CriticalAt is null)
            return null;
        one.CriticalAt = null;
        Write(db, technician, one, "session.critical_cleared", "", now);
        foreach (var session in one.Sessions.Where(session => session.Live))
        {
            if (now >= one.NotAfter)
                orders.End(session, SessionEndReason.WindowEnded, "", "");
            else
                orders.Extend(session, one.NotAfter, now, technician.Name);
        }

        if (now >= one.NotAfter)
            Settling.End(db, one, EndCause.WindowEnded, ActorRef.System, "", now);
        return null;
    }

    private static void Write(AdminDb db, Technician technician, Intervention one, string kind, string reason, DateTimeOffset now, params (string Name, string Value)[] facts) => Outbox.Write(db, now, new Act(kind, ActorRef.Of(technician))
    {
        InterventionId = one.Id,
        DeviceId = one.DeviceId,
        Reason = Short(reason),
        Facts = facts.Append(("number", one.Number)).ToDictionary(fact => fact.Item1, fact => fact.Item2),
    });

    private static string Short(string text) => text.Trim() is { Length: > MaxText } cut ? cut[..MaxText] : text.Trim();

    private async Task<Denial?> ActAsync(string token, string idOrNumber, Func<AdminDb, Technician, Intervention, Standing, OrderList, DateTimeOffset, Task<Denial?>> act, CancellationToken cancellation)
    {
        var orders = new OrderList(links);
        var denial = await store.WriteAsync(async db =>
        {
            orders = new OrderList(links);
            if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is not { } live)
                return Denial.Of(DenialCode.SignInOver);
            var technician = (Technician)live.Account;
            if (await Whole.FindAsync(db, idOrNumber) is not { } one || !one.Technicians.Exists(named => named.TechnicianId == technician.Id))
                return Denial.Of(DenialCode.InterventionUnknown);
            var now = time.GetUtcNow();
            return await act(db, technician, one, Settling.Apply(db, one, now), orders, now);
        }, cancellation);
        if (denial is null)
            orders.Send();
        return denial;
    }
}
