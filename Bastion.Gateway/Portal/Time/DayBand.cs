namespace Bastion.Gateway.Portal.Time;

/// <summary>
/// One day of a device as a band: every position is in minutes since local midnight, so that the page needs no style.
/// The band is 1,380 or 1,500 minutes wide on the days when clocks change.
/// </summary>
internal sealed record DayBand(DateOnly Day, double Minutes, IReadOnlyList<BandPart> Parts, IReadOnlyList<double> Ticks, double? Now)
{
    private static readonly int[] TickHours = [6, 12, 18];

    /// <summary>Cuts the spans to the day; the last ones are drawn over the first ones.</summary>
    public static DayBand Of(SiteZone site, DateOnly day, IEnumerable<BandSpan> spans, DateTimeOffset now)
    {
        var start = site.Start(day);
        var end = site.Start(day.AddDays(1));
        var parts = new List<BandPart>();
        foreach (var span in spans)
        {
            var from = span.From < start ? start : span.From;
            var until = span.Until > end ? end : span.Until;
            if (from < until)
            {
                parts.Add(new BandPart((from - start).TotalMinutes, (until - from).TotalMinutes, span.Kind, site.Wall(from), site.Wall(until)));
            }
        }

        var ticks = TickHours.Select(h => site.Read(day.ToDateTime(new TimeOnly(h, 0))).First - start).Select(x => x.TotalMinutes);
        double? at = now >= start && now < end ? (now - start).TotalMinutes : null;
        return new DayBand(day, (end - start).TotalMinutes, parts, ticks.ToArray(), at);
    }
}
