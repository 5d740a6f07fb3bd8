using System.Text.Json;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Notices;

/// <summary>Writes who should know what into the transaction of the act (interventions.md 5). Sentences are made where they are read, in the reader's language.</summary>
internal static class Tell
{
    /// <summary>N1 and N2: the Engineers who may take the step that is next; those of an emergency first of all.</summary>
    public static async Task StepAsync(AdminDb db, Intervention one, DateTimeOffset now)
    {
        if (Chain.Next(one) is not { } step)
            return;
        var kind = one.Urgency == Urgency.Emergency ? "N14" : one.Decisions.Count == 0 ? "N1" : "N2";
        foreach (var engineer in await EngineersAsync(db, one.Device!))
        {
            if (Chain.Holds(engineer, step, one.Device!) && engineer.Id != one.RequestedById)
                Add(db, engineer.Id, one, kind, now);
        }
    }

    /// <summary>All Engineers who have the device in scope.</summary>
    public static async Task ScopeAsync(AdminDb db, Intervention one, string kind, DateTimeOffset now, string comment = "")
    {
        foreach (var engineer in await EngineersAsync(db, one.Device!))
            Add(db, engineer.Id, one, kind, now, comment);
    }

    /// <summary>The ward representatives of the device's unit.</summary>
    public static async Task WardAsync(AdminDb db, Intervention one, string kind, DateTimeOffset now)
    {
        foreach (var ward in (await StaffAsync(db, StaffRole.WardRepresentative)).Where(ward => ward.Scopes.Exists(scope => scope.Covers(one.Device!))))
            Add(db, ward.Id, one, kind, now);
    }

    public static void Ended(AdminDb db, Intervention one, DateTimeOffset now) => Technicians(db, one, "N12", now);

    public static void Technicians(AdminDb db, Intervention one, string kind, DateTimeOffset now, string comment = "")
    {
        foreach (var id in one.Technicians.Select(named => named.TechnicianId).Append(one.RequestedById).Distinct())
            Add(db, id, one, kind, now, comment);
    }

    public static void Add(AdminDb db, Guid account, Intervention one, string kind, DateTimeOffset now, string comment = "") => db.Notifications.Add(new Notification
    {
        Id = Guid.CreateVersion7(now),
        AccountId = account,
        InterventionId = one.Id,
        Number = one.Number,
        Kind = kind,
        At = now,
        Facts = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["number"] = one.Number,
            ["device"] = one.Device?.Name ?? "",
            ["vendor"] = one.Vendor?.Name ?? "",
            ["from"] = Denial.Instant(one.NotBefore),
            ["until"] = Denial.Instant(one.NotAfter),
            ["limit"] = Denial.Instant(one.State == InterventionState.Ended ? one.ReportDueAt ?? one.NotAfter : one.Window.LapseAt),
            ["comment"] = comment,
        }),
    });

    private static async Task<IEnumerable<StaffMember>> EngineersAsync(AdminDb db, Device device) =>
        (await StaffAsync(db, StaffRole.Engineer)).Where(engineer => Eligibility.InScope(engineer, device));

    private static Task<List<StaffMember>> StaffAsync(AdminDb db, StaffRole role) =>
        db.Staff.Include(staff => staff.Scopes).Where(staff => staff.Role == role && staff.State == AccountState.Active).ToListAsync();
}
