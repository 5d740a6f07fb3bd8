using System.Globalization;

namespace Bastion.Gateway.Portal.Time;

/// <summary>
/// A window as it is typed: a day, a wall time, a length. Admin decides; this tells the technician what the words mean while typing.
/// </summary>
internal sealed record AskedWindow(DateOnly Day, TimeOnly Start, TimeSpan Length, WallReading Reading, DateTimeOffset? From)
{
    public const int ShortestMinutes = 15;
    public const int LongestMinutes = 12 * 60;

    public DateTimeOffset? Until => From + Length;

    /// <summary>Null when day, time or length are missing or not readable. <paramref name="ambiguous"/>: "", first or second.</summary>
    public static AskedWindow? Parse(SiteClock site, string? day, string? time, string? minutes, string? ambiguous)
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !TimeOnly.TryParse(time, CultureInfo.InvariantCulture, out var start)
            || !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length is < ShortestMinutes or > LongestMinutes
            || date.Year is < 2000 or > 2200)
        {
            return null;
        }

        var reading = site.Read(date.ToDateTime(start));
        DateTimeOffset? from = reading.Kind switch
        {
            WallReadingKind.Once => reading.First,
            WallReadingKind.Twice when ambiguous == "first" => reading.First,
            WallReadingKind.Twice when ambiguous == "second" => reading.Second,
            _ => null,
        };
        return new AskedWindow(date, start, TimeSpan.FromMinutes(length), reading, from);
    }
}
