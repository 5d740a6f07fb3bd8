using System.Globalization;

namespace Bastion.Gateway.Portal.Requests;

/// <summary>A day of the device as one sentence, for those who do not see the band.</summary>
internal sealed class WeekWords(PortalWords words, WindowModel model)
{
    public string LabelOf(DateOnly day)
    {
        var wall = model.Site.Wall;
        var parts = model.Bands
            .Where(x => wall.DayOf(x.From) <= day && wall.DayOf(x.Until.AddTicks(-1)) >= day)
            .OrderBy(x => x.From)
            .Select(x => words["week." + x.Tone, wall.Span(x.From, x.Until)])
            .ToArray();
        var name = day.ToString("dddd d MMMM", CultureInfo.CurrentCulture);
        return name + words["colon"] + (parts.Length == 0 ? words["week.free"] : string.Join(", ", parts));
    }
}
