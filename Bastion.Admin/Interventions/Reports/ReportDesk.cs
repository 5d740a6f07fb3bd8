using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Emergencies;
using Bastion.Admin.Interventions.Notices;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Reports;

/// <summary>I18 to I20: the report is filed by the vendor, returned or accepted by an Engineer, and the intervention closed when everything that it left is done.</summary>
internal sealed class ReportDesk(AdminStore store, SignInDesk signIns, DeskActs acts, TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromDays(2);

    /// <summary>What the form shows: its fields, the facts, and the last version if it was returned. Null: not this technician's, or no report is due.</summary>
    public Task<ReportForm?> FormAsync(string token, string idOrNumber) => store.ReadAsync(async db =>
    {
        if (await MineAsync(db, token, idOrNumber) is not var (_, one) || one.State is not (InterventionState.Ended or InterventionState.Reported))
            return null;
        return new ReportForm(one, ReportRules.FieldsOf(one.Kind, one.Purpose, one.Device!.Family, one.CriticalUsed), await ReportFacts.OfAsync(db, one), one.Reports.MaxBy(report => report.Number));
    });

    /// <summary>I18. Refusals: intervention.unknown, intervention.settled, factor.stale; errors by field.</summary>
    public Task<(Denial? Denial, IReadOnlyList<(string Field, Denial Denial)> Errors)> FileAsync(string token, string idOrNumber, IReadOnlyDictionary<string, string> given, CancellationToken cancellation) =>
        store.WriteAsync<(Denial?, IReadOnlyList<(string, Denial)>)>(async db =>
        {
            var now = time.GetUtcNow();
            if (await MineAsync(db, token, idOrNumber) is not var (live, one))
                return (Denial.Of(DenialCode.InterventionUnknown), []);
            var technician = (Technician)live.Account;
            if (Settling.Apply(db, one, now).State != InterventionState.Ended)
                return (Denial.Of(DenialCode.InterventionSettled, "state", one.State.ToString()), []);
            if (now - live.SignIn.FactorAt > SignInLimits.FactorForOpening)
                return (Denial.Of(DenialCode.FactorStale), []);
            var fields = ReportRules.FieldsOf(one.Kind, one.Purpose, one.Device!.Family, one.CriticalUsed);
            if (ReportRules.Judge(fields, given) is { Count: > 0 } wrong)
                return (null, wrong);
            var facts = JsonSerializer.Serialize(await ReportFacts.OfAsync(db, one));
            var report = new Report
            {
                Id = Guid.CreateVersion7(now),
                InterventionId = one.Id,
                Number = one.Reports.Count + 1,
                AuthorId = technician.Id,
                AuthorName = technician.Name,
                Employer = technician.Vendor!.Name,
                SignedAt = now,
                Fields = JsonSerializer.Serialize(fields.Where(field => given.GetValueOrDefault(field.Code, "").Trim().Length > 0).ToDictionary(field => field.Code, field => given[field.Code].Trim())),
                Facts = facts,
                FactsHash = SHA256.HashData(Encoding.UTF8.GetBytes(facts)),
            };
            db.Reports.Add(report);
            one.State = InterventionState.Reported;
            Outbox.Write(db, now, new Act("intervention.reported", ActorRef.Of(technician))
            {
                InterventionId = one.Id,
                DeviceId = one.DeviceId,
                Source = live.SignIn.Source,
                Facts = new Dictionary<string, string> { ["number"] = one.Number, ["outcome"] = given["outcome"], ["facts"] = Convert.ToHexStringLower(report.FactsHash) },
            });
            await Tell.ScopeAsync(db, one, "N13", now);
            // Class C and telediagnosis: nothing was left behind that somebody must look at.
            if (one.Device.Criticality == Criticality.C || one.Kind == InterventionKind.Telediagnosis)
                Close(db, one, report, ActorRef.System, now);
            return (null, []);
        }, cancellation);

    /// <summary>I19.</summary>
    public Task<Outcome<ActDone>> ReturnAsync(StaffContext who, Guid id, string comment, CancellationToken cancellation) => acts.AtOnceAsync(who, id, one =>
    {
        if (Eligibility.Act(one.Staff, one.Intervention) is { } denial)
            return denial;
        if (one.Standing.State != InterventionState.Reported || one.Intervention.Reports.MaxBy(report => report.Number) is not { AcceptedAt: null } last)
            return one.Settled();
        if (comment.Trim().Length < InterventionDesk.MinReason)
            return Denial.Of(DenialCode.ReasonTooShort, "min", "10");
        (last.ReturnedAt, last.ReturnComment) = (one.Now, comment.Trim());
        one.Intervention.State = InterventionState.Ended;
        one.Intervention.ReportDueAt = PolicyCase.CalendarOf(one.Intervention.Device!).Due(one.Now + Again);
        one.Write("report.returned", comment, permissive: false);
        Tell.Technicians(one.Db, one.Intervention, "N13", one.Now, comment.Trim());
        return null;
    }, cancellation);

    public Task<Outcome<ActDone>> AcceptAsync(StaffContext who, Guid id, CancellationToken cancellation) => acts.AtOnceAsync(who, id, one =>
    {
        if (Eligibility.Act(one.Staff, one.Intervention) is { } denial)
            return denial;
        if (one.Standing.State != InterventionState.Reported || one.Intervention.Reports.MaxBy(report => report.Number) is not { AcceptedAt: null } last)
            return one.Settled();
        (last.AcceptedAt, last.AcceptedBy) = (one.Now, who.Name);
        one.Write("report.accepted", "", permissive: false);
        return null;
    }, cancellation);

    /// <summary>I20. Denials: close.report, close.return, close.review, close.recording.</summary>
    public Task<Outcome<ActDone>> CloseAsync(StaffContext who, Guid id, CancellationToken cancellation) => acts.AtOnceAsync(who, id, one =>
    {
        var intervention = one.Intervention;
        if (Eligibility.Act(one.Staff, intervention) is { } denial)
            return denial;
        if (one.Standing.State != InterventionState.Reported)
            return one.Settled();
        if (Missing(intervention) is { } missing)
            return Denial.Of(missing);
        Close(one.Db, intervention, intervention.Reports.MaxBy(report => report.Number)!, who.Actor, one.Now);
        return null;
    }, cancellation);

    /// <summary>What still stands between a report and the end; null: nothing.</summary>
    public static string? Missing(Intervention one)
    {
        if (one.Reports.MaxBy(report => report.Number) is not { AcceptedAt: not null })
            return "close.report";
        if (one.Device!.HeldByInterventionId == one.Id && one.Device.State is DeviceState.ToBeChecked or DeviceState.NonConforming)
            return "close.return";
        return one.Urgency == Urgency.Emergency && one.Reviews.Count < EmergencyDesk.Reviewers ? "close.review" : null;
    }

    private static void Close(AdminDb db, Intervention one, Report report, ActorRef by, DateTimeOffset now)
    {
        if (report.AcceptedAt is null)
            (report.AcceptedAt, report.AcceptedBy) = (now, by.Name);
        one.State = InterventionState.Closed;
        Outbox.Write(db, now, new Act("intervention.closed", by) { InterventionId = one.Id, DeviceId = one.DeviceId, Facts = new Dictionary<string, string> { ["number"] = one.Number } });
        Tell.Technicians(db, one, "N13", now);
    }

    private async Task<(LiveSignIn Live, Intervention One)?> MineAsync(AdminDb db, string token, string idOrNumber)
    {
        if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is not { } live || await Whole.FindAsync(db, idOrNumber) is not { } one)
            return null;
        var technician = (Technician)live.Account;
        return one.VendorId == technician.VendorId && (technician.Manager || one.Technicians.Exists(named => named.TechnicianId == technician.Id)) ? (live, one) : null;
    }
}
