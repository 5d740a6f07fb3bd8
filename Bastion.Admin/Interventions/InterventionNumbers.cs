using System.Globalization;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions;

/// <summary>INT-YYYY-NNNNN, the year of the hospital.</summary>
internal sealed class InterventionNumbers(AdminOptions options)
{
    public async Task<string> NextAsync(AdminDb db, DateTimeOffset now)
    {
        var year = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(options.Zone)).Year;
        var counter = await db.Counters.FindAsync(year);
        if (counter is null)
            db.Counters.Add(counter = new NumberCounter { Year = year });
        counter.Last++;
        return string.Create(CultureInfo.InvariantCulture, $"INT-{year:0000}-{counter.Last:00000}");
    }
}
