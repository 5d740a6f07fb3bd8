using Bastion.Admin.Interventions.Windows;

namespace Bastion.Admin.Interventions.Policies;

/// <summary>Hours of a unit in which nothing may be changed (M10), written as <see cref="HoursRule"/>. Pure.</summary>
internal static class ChangeFree
{
    private const int Days = 14;

    /// <returns>Null when the window is free of them; otherwise the first start at which a window of this length would be.</returns>
    public static (bool Touches, DateTimeOffset NextFree)? Touch(string periods, TimeZoneInfo zone, AccessWindow window)
    {
        if (periods.Length == 0 || HoursRule.Parse(periods) is not { IsAlways: false } rule)
            return null;
        var busy = Spans(rule, zone, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(window.NotBefore, zone).DateTime).AddDays(-1)).ToList();
        if (!busy.Exists(span => span.Overlaps(window)))
            return null;
        var candidate = window;
        foreach (var span in busy)
        {
            if (span.Overlaps(candidate))
                candidate = new AccessWindow(span.NotAfter, span.NotAfter + window.Length);
        }

        return (true, candidate.NotBefore);
    }

    private static IEnumerable<AccessWindow> Spans(HoursRule rule, TimeZoneInfo zone, DateOnly first)
    {
        for (var i = 0; i < Days; i++)
        {
            var day = first.AddDays(i);
            foreach (var (from, until) in rule.Of(day.DayOfWeek))
                yield return new AccessWindow(At(day.ToDateTime(from), zone), At(day.ToDateTime(until), zone));
        }
    }

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
