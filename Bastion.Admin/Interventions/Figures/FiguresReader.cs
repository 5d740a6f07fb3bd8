using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Figures;

/// <summary>The metrics of interventions.md 8, from what was journaled and nothing that anybody says of himself.</summary>
internal sealed class FiguresReader(AdminStore store, TimeProvider time)
{
    private const int MaxRead = 20_000;

    /// <param name="who">Sees its scope; an Auditor all.</param>
    /// <param name="days">So far back.</param>
    public Task<FiguresView> ReadAsync(StaffContext who, int days) => store.ReadAsync(async db =>
    {
        var now = time.GetUtcNow();
        var from = now.AddDays(-days);
        var staff = await db.Staff.Include(one => one.Scopes).SingleAsync(one => one.Id == who.StaffId);
        var rows = await db.Interventions.Include(one => one.Device).Include(one => one.Vendor).Include(one => one.Sessions).Include(one => one.Decisions).Include(one => one.Reports).AsSplitQuery()
            .Where(one => one.RequestedAt >= from).OrderByDescending(one => one.RequestedAt).Take(MaxRead).ToListAsync();
        var seen = rows.Where(one => Eligibility.See(staff, one.Device!)).ToList();
        var ids = seen.Select(one => one.Id).ToHashSet();
        string[] kinds = ["intervention.frozen", "intervention.revoked", "intervention.extended", "session.critical_marked"];
        var acts = (await db.Outbox.Where(entry => entry.At >= from && kinds.Contains(entry.Kind)).Select(entry => new { entry.Kind, entry.InterventionId }).ToListAsync()).Where(entry => entry.InterventionId is { } id && ids.Contains(id)).ToList();
        var returns = await db.Returns.Where(sheet => sheet.OpenedAt >= from).ToListAsync();
        return new FiguresView(days, seen.Count, Figures(seen, now, acts.GroupBy(act => act.Kind).ToDictionary(group => group.Key, group => group.Count()), [.. returns.Where(sheet => ids.Contains(sheet.InterventionId))]));
    });

    private static List<Figure> Figures(List<Intervention> all, DateTimeOffset now, Dictionary<string, int> acts, List<Interlock.ReturnSheet> returns)
    {
        var decided = all.Where(one => one.SettledAt is not null && one.State is not (InterventionState.Withdrawn or InterventionState.Lapsed)).Select(one => (one.SettledAt!.Value - one.RequestedAt).TotalMinutes).ToList();
        var opened = all.Where(one => one.OpenedAt is not null).ToList();
        var waited = opened.Select(one => one.Sessions.Where(session => session.ActiveAt is not null).Select(session => session.ActiveAt!.Value).DefaultIfEmpty().Min() is var first && first != default
            ? (double?)Math.Max(0, (first - Later(one.NotBefore, one.SettledAt ?? one.RequestedAt)).TotalMinutes) : null).OfType<double>().ToList();
        var used = opened.Where(one => one.EndedAt is not null).Select(one => Used(one) / (one.NotAfter - one.NotBefore).TotalMinutes).ToList();
        var due = all.Where(one => one.ReportDueAt is not null).ToList();
        var filed = due.Where(one => one.Reports.Count > 0).ToList();
        var emergencies = all.Where(one => one.Urgency == Urgency.Emergency).ToList();
        var outOfCare = returns.Where(sheet => sheet.DoneAt is not null).Select(sheet => (sheet.DoneAt!.Value - sheet.StoppedAt).TotalMinutes).ToList();
        return
        [
            new("decide", FigureUnit.Minutes, Median(decided)),
            new("undecided", FigureUnit.Share, Share(all.Count(one => one.Cause == EndCause.Undecided), all.Count)),
            new("wait", FigureUnit.Minutes, Median(waited)),
            new("used", FigureUnit.Share, used.Count == 0 ? null : used.Average()),
            new("unused", FigureUnit.Count, all.Count(one => one.Cause == EndCause.Unused)),
            new("freezes", FigureUnit.Per100, Per100(acts.GetValueOrDefault("intervention.frozen"), all.Count)),
            new("revokes", FigureUnit.Per100, Per100(acts.GetValueOrDefault("intervention.revoked"), all.Count)),
            new("extensions", FigureUnit.Count, acts.GetValueOrDefault("intervention.extended")),
            new("criticals", FigureUnit.Count, acts.GetValueOrDefault("session.critical_marked")),
            new("emergencies", FigureUnit.Count, emergencies.Count),
            new("reviews", FigureUnit.Count, emergencies.Count(one => one.ReviewDueAt < now && one.State != InterventionState.Closed)),
            new("reports.due", FigureUnit.Count, due.Count),
            new("reports.ontime", FigureUnit.Share, Share(filed.Count(one => one.Reports.Min(report => report.SignedAt) <= one.ReportDueAt), filed.Count)),
            new("reports.overdue", FigureUnit.Count, due.Count(one => one.State == InterventionState.Ended && one.ReportDueAt <= now)),
            new("downtime", FigureUnit.Minutes, Median(outOfCare)),
            new("nonconforming", FigureUnit.Count, returns.Count(sheet => sheet.NonConforming)),
        ];
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>Minutes in which at least one session was active.</summary>
    private static double Used(Intervention one)
    {
        var (total, until) = (0.0, DateTimeOffset.MinValue);
        foreach (var session in one.Sessions.Where(session => session is { ActiveAt: not null, EndedAt: not null }).OrderBy(session => session.ActiveAt))
        {
            var from = Later(session.ActiveAt!.Value, until);
            if (session.EndedAt!.Value > from)
                total += (session.EndedAt.Value - from).TotalMinutes;
            until = Later(until, session.EndedAt.Value);
        }

        return total;
    }

    private static double? Median(List<double> values)
    {
        if (values.Count == 0)
            return null;
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;

    private static double? Per100(int part, int whole) => whole == 0 ? null : 100.0 * part / whole;
}
