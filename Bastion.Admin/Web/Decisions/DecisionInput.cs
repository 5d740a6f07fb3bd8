using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Decisions;

/// <summary>What the decision form holds, as typed: it comes back filled when something is wrong.</summary>
internal sealed record DecisionInput(string StartDate, string StartTime, string EndDate, string EndTime, SessionControls Controls, string Comment)
{
    public static DecisionInput Of(InterventionSheet sheet, WallClock clock)
    {
        var (from, until) = (clock.Local(sheet.Row.NotBefore), clock.Local(sheet.Row.NotAfter));
        return new(Date(from), Hour(from), Date(until), Hour(until), sheet.AskedControls | SessionControls.Shell, "");
    }

    public static DecisionInput Of(FormValues form) => new(
        form.Text("startDate"), form.Text("startTime"), form.Text("endDate"), form.Text("endTime"),
        form.Many("controls").Select(name => Enum.TryParse<SessionControls>(name, out var one) ? one : 0).Aggregate(SessionControls.None, (all, one) => all | one),
        form.Text("comment"));

    /// <summary>What the approver may grant: what was asked, the terminal itself, and how files pass.</summary>
    public static SessionControls Offered(InterventionSheet sheet) =>
        sheet.AskedControls | SessionControls.Shell | ControlWords.ModesFor(sheet.AskedControls, sheet.Row.Criticality);

    /// <summary>The window of the form as instants; where a field was left as it was shown, exactly the asked instant (an hour may exist twice).</summary>
    public static (DateTimeOffset From, DateTimeOffset Until)? Window(FormValues form, InterventionSheet sheet, WallClock clock)
    {
        if (form.Local("startDate", "startTime") is not { } from || form.Local("endDate", "endTime") is not { } until)
            return null;
        return (Instant(from, sheet.Row.NotBefore, clock), Instant(until, sheet.Row.NotAfter, clock));
    }

    private static DateTimeOffset Instant(DateTime local, DateTimeOffset shown, WallClock clock)
    {
        var wall = clock.Local(shown).DateTime;
        return local == wall.AddTicks(-(wall.Ticks % TimeSpan.TicksPerMinute)) ? shown : clock.At(local).ToUniversalTime();
    }

    private static string Date(DateTimeOffset local) => local.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Hour(DateTimeOffset local) => local.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
