using Bastion.Admin.Interventions.Policies;

namespace Bastion.Admin.Interventions.Series;

/// <summary>The days of a series, in wall time: the hour on the wall stays, UTC moves. Pure.</summary>
internal static class Occurrences
{
    /// <param name="first">Wall time of occurrence 0.</param>
    /// <returns>Null: this occurrence falls on a holiday and is skipped.</returns>
    public static DateTime? At(DateTime first, SeriesStep step, HolidayRule holidays, int index)
    {
        var day = step switch
        {
            SeriesStep.Weekly => first.AddDays(7 * index),
            SeriesStep.Monthly => first.AddMonths(index),
            _ => first.AddMonths(3 * index),
        };
        if (!FrenchHolidays.Is(DateOnly.FromDateTime(day)) || holidays == HolidayRule.Keep)
            return day;
        if (holidays == HolidayRule.Skip)
            return null;
        while (FrenchHolidays.Is(DateOnly.FromDateTime(day)) || day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            day = day.AddDays(1);
        return day;
    }

    /// <summary>The instants of that wall time: the first of two, the first after a gap; the length is elapsed time.</summary>
    public static Windows.AccessWindow Window(DateTime local, int minutes, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        var start = new DateTimeOffset(local, offset).ToUniversalTime();
        return new Windows.AccessWindow(start, start.AddMinutes(minutes));
    }
}
