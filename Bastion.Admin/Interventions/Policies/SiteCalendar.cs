using Bastion.Admin.Interventions.Windows;

namespace Bastion.Admin.Interventions.Policies;

/// <summary>The hours of one place, in its own zone. Pure.</summary>
internal sealed class SiteCalendar(HoursRule rule, TimeZoneInfo zone)
{
    private static readonly TimeOnly EndOfDay = new(18, 0);
    private const int MaxLook = 400;

    /// <summary>The whole window lies in hours.</summary>
    public bool InHours(AccessWindow window)
    {
        if (rule.IsAlways)
            return true;
        var at = window.NotBefore;
        while (at < window.NotAfter)
        {
            if (Span(at) is not { } end)
                return false;
            at = end;
        }

        return true;
    }

    public bool IsWorkingDay(DateOnly day) => rule.IsAlways || (rule.Of(day.DayOfWeek).Any() && !FrenchHolidays.Is(day));

    /// <summary>18:00 of the next working day after the day of <paramref name="from"/>.</summary>
    public DateTimeOffset NextWorkingDayEnd(DateTimeOffset from) => At(Working(Day(from).AddDays(1)), EndOfDay);

    /// <summary>Working days later at the same wall time.</summary>
    public DateTimeOffset AddWorkingDays(DateTimeOffset from, int days)
    {
        var day = Day(from);
        for (var left = days; left > 0; left--)
            day = Working(day.AddDays(1));
        return At(day, TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime));
    }

    /// <summary>A due date never falls on a closed day: it moves to the same wall time of the next open one.</summary>
    public DateTimeOffset Due(DateTimeOffset at)
    {
        var day = Day(at);
        return IsWorkingDay(day) ? at : At(Working(day), TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime));
    }

    /// <summary>End of the open span that contains the instant.</summary>
    private DateTimeOffset? Span(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        if (FrenchHolidays.Is(day))
            return null;
        foreach (var (from, until) in rule.Of(day.DayOfWeek))
        {
            if (At(day, from) <= at && at < At(day, until))
                return At(day, until);
        }

        return null;
    }

    private DateOnly Working(DateOnly day)
    {
        for (var look = 0; look < MaxLook && !IsWorkingDay(day); look++)
            day = day.AddDays(1);
        return day;
    }

    private DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
