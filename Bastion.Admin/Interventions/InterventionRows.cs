using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions;

/// <summary>Turns rows into what lists show.</summary>
internal static class InterventionRows
{
    public static InterventionRow Of(Intervention one, StaffMember? reader, bool pending, IReadOnlyDictionary<Guid, string> names, DateTimeOffset now)
    {
        var standing = Standing.Of(one, now);
        var device = one.Device!;
        return new InterventionRow(
            one.Id,
            one.Number,
            standing.State,
            Facets.Of(one, standing, pending, now),
            standing.Cause,
            one.DeviceId,
            device.Name,
            device.Label,
            Places.Of(device),
            device.Criticality,
            one.Vendor!.Name,
            [.. one.Technicians.Select(named => named.Technician!.Name).Order(StringComparer.Ordinal)],
            one.NotBefore,
            one.NotAfter,
            one.Window.LapseAt,
            one.Zone,
            one.Symptom,
            one.Kind,
            one.Purpose,
            names.GetValueOrDefault(one.RequestedById, ""),
            one.RequestedAt,
            one.Freezes,
            one.Sessions.Count(session => session.Live),
            reader is not null && standing.State == InterventionState.Requested && Eligibility.Approve(reader, one) is null,
            pending);
    }

    /// <summary>Interventions with a permissive entry that the journal has not acknowledged.</summary>
    public static async Task<HashSet<Guid>> PendingAsync(AdminDb db) =>
        [.. await db.Outbox.Where(entry => entry.Permissive && entry.AcknowledgedAt == null && entry.InterventionId != null).Select(entry => entry.InterventionId!.Value).Distinct().ToListAsync()];

    public static Task<Dictionary<Guid, string>> NamesAsync(AdminDb db, IEnumerable<Guid> ids)
    {
        var wanted = ids.Distinct().ToList();
        return db.Accounts.Where(account => wanted.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => account.Name);
    }
}
