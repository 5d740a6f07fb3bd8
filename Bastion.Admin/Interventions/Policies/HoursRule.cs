using System.Globalization;

namespace Bastion.Admin.Interventions.Policies;

/// <summary>When a site or a unit is in hours: "always", or days and hours of the wall clock, "Mon-Fri 08:00-18:00", several with ";". Public holidays are out.</summary>
internal sealed class HoursRule
{
    public const string Always = "always";
    public const string Usual = "Mon-Fri 08:00-18:00";
    private const int MaxParts = 14;
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private readonly List<(DayOfWeek Day, TimeOnly From, TimeOnly Until)> spans;

    private HoursRule(bool always, List<(DayOfWeek, TimeOnly, TimeOnly)> spans)
    {
        IsAlways = always;
        this.spans = spans;
    }

    public bool IsAlways { get; }

    /// <returns>Null when the text is not such a rule. Empty is the usual one.</returns>
    public static HoursRule? Parse(string text)
    {
        var rule = text.Trim();
        if (rule == Always)
            return new HoursRule(true, []);
        var spans = new List<(DayOfWeek, TimeOnly, TimeOnly)>();
        var parts = (rule.Length == 0 ? Usual : rule).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is 0 or > MaxParts)
            return null;
        foreach (var part in parts)
        {
            if (part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var days, var hours] || Hours(hours) is not var (from, until) || Between(days) is not { } chosen)
                return null;
            spans.AddRange(chosen.Select(day => (day, from, until)));
        }

        return new HoursRule(false, spans);
    }

    public IEnumerable<(TimeOnly From, TimeOnly Until)> Of(DayOfWeek day) => spans.Where(span => span.Day == day).Select(span => (span.From, span.Until)).OrderBy(span => span.From);

    private static (TimeOnly From, TimeOnly Until)? Hours(string text) =>
        text.Split('-') is [var from, var until] && Time(from) is { } begin && Time(until) is { } end && begin < end ? (begin, end) : null;

    private static TimeOnly? Time(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static List<DayOfWeek>? Between(string text)
    {
        var ends = text.Split('-');
        var first = Array.IndexOf(Days, ends[0]);
        var last = Array.IndexOf(Days, ends[^1]);
        if (first < 0 || last < 0 || ends.Length > 2)
            return null;
        var days = new List<DayOfWeek> { (DayOfWeek)first };
        while (days[^1] != (DayOfWeek)last)
            days.Add((DayOfWeek)(((int)days[^1] + 1) % 7));
        return days;
    }
}
