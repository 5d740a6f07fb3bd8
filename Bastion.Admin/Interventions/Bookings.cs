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
        var conflict = others.Find(other => !Standing.Of(other, now).Settled);
        return conflict is null ? null : Denial.Of(DenialCode.DeviceBooked, "number", conflict.Number);
    }
}
