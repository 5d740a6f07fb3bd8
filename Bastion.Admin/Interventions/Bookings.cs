using Bastion.Admin.Interventions.Windows;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions;

/// <summary>A device is booked by one telemaintenance at a time; read-only telediagnosis may overlap (R15).</summary>
internal static class Bookings
{
    public static async Task<Denial?> ConflictAsync(AdminDb db, Intervention one, AccessWindow window, DateTimeOffset now)
    {
        if (one.Kind == InterventionKind.Telediagnosis)
            return null;
        var others = await db.Interventions
            .Where(other => other.DeviceId == one.DeviceId && other.Id != one.Id && other.Kind == InterventionKind.Telemaintenance
                && (other.State == InterventionState.Approved || other.State == InterventionState.Open)
                && other.NotBefore < window.NotAfter && window.NotBefore < other.NotAfter)
            .ToListAsync();
        // R16: an emergency takes the place of what is only planned, never of what runs.
        var conflict = others.Find(other => !Standing.Of(other, now).Settled && (one.Urgency != Policies.Urgency.Emergency || other.State == InterventionState.Open));
        return conflict is null ? null : Denial.Of(DenialCode.DeviceBooked, "number", conflict.Number);
    }
}
