using System.Globalization;

namespace Bastion.Hosting.Theme.Time;

/// <summary>A local day as a ruler in minutes: 1440 of them, 1380 or 1500 on the days when clocks change, so that a band is never drawn at the wrong hour.</summary>
public sealed class DayScale
{
    private readonly WallClock _clock;

    public DayScale(WallClock clock, DateOnly day)
    {
        _clock = clock;
        Day = day;
        Start = clock.StartOf(day);
        End = clock.StartOf(day.AddDays(1));
        Minutes = (int)(End - Start).TotalMinutes;
    }

    public DateOnly Day { get; }
    public DateTimeOffset Start { get; }
    public DateTimeOffset End { get; }
    public int Minutes { get; }

    /// <summary>Where local hour <paramref name="hour"/> stands on the ruler.</summary>
    public double AtHour(int hour) => hour >= 24 ? Minutes : (_clock.At(Day.ToDateTime(new TimeOnly(hour, 0))) - Start).TotalMinutes;

    /// <summary>The visible part of a stretch, in minutes of the ruler; null when it is on another day.</summary>
    public (double X, double Width)? Place(DateTimeOffset from, DateTimeOffset until)
    {
        var x = Math.Max(0, (from - Start).TotalMinutes);
        var end = Math.Min(Minutes, (until - Start).TotalMinutes);
        return end > x ? (x, end - x) : null;
    }

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public string Percent(double minutes) => Number(minutes / Minutes * 100) + "%";
}
