using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Reports;

/// <summary>Pre-fills a report: people, sessions with their ends, freezes, extensions, files with their hashes.</summary>
internal static class ReportFacts
{
    private const int MaxFiles = 500;
    private static readonly string[] Told = ["intervention.frozen", "intervention.resumed", "intervention.extended", "session.critical_marked", "control.refused", "device.reclaim_asked", "ward.stop_pressed", "session.watched"];

    public static async Task<IReadOnlyList<ReportFact>> OfAsync(AdminDb db, Intervention one)
    {
        var facts = new List<ReportFact>
        {
            new("employer", null, one.Vendor!.Name),
            new("people", null, string.Join(", ", one.Technicians.Select(named => named.Technician!.Name))),
            new("country", null, one.Country),
        };
        foreach (var session in one.Sessions.OrderBy(session => session.PermittedAt))
        {
            var length = session is { ActiveAt: { } active, EndedAt: { } ended } ? $" {(int)(ended - active).TotalMinutes} min" : "";
            facts.Add(new("session", session.ActiveAt ?? session.PermittedAt, $"{session.Source} {session.EndReason?.ToString() ?? session.State.ToString()}{length}"));
        }

        foreach (var entry in await db.Outbox.Where(entry => entry.InterventionId == one.Id && Told.Contains(entry.Kind)).OrderBy(entry => entry.Sequence).ToListAsync())
            facts.Add(new(entry.Kind, entry.At, entry.Reason.Length > 0 ? $"{entry.ActorName}: {entry.Reason}" : entry.ActorName));
        foreach (var file in await db.HeldFiles.Where(file => file.InterventionId == one.Id).Take(MaxFiles).ToListAsync())
            facts.Add(new("file", null, $"{file.Path} SHA-256 {Convert.ToHexStringLower(file.Sha256 ?? [])} {file.State}"));
        return facts;
    }
}
