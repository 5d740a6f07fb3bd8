using System.Globalization;
using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;

namespace Bastion.Admin.Web.Planning;

/// <summary>A week of the devices in scope.</summary>
internal static class CalendarRoutes
{
    public static async Task<IResult> Show(HttpContext context, InterventionReader interventions, ZoneClocks clocks, string? week, string? unit)
    {
        var clock = clocks.House;
        var day = DateOnly.TryParseExact(week, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) ? asked : clock.Today;
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        var rows = await interventions.BetweenAsync(context.Staff(), clock.StartOf(monday), clock.StartOf(monday.AddDays(7)), context.RequestAborted);
        var places = rows.Select(row => row.Place).Distinct().Order(StringComparer.CurrentCulture).ToList();
        var shown = string.IsNullOrEmpty(unit) ? rows : [.. rows.Where(row => row.Place == unit)];
        return context.Page<CalendarPage>(new CalendarModel(monday, shown, places, unit ?? ""));
    }
}
