using System.Globalization;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Hosting.Theme.Time;

/// <summary>Hours as the hospital's walls show them, whatever the visitor's own zone, in the language of the request.</summary>
public sealed class WallClock(TimeZoneInfo zone, TimeProvider time)
{
    public TimeZoneInfo Zone { get; } = zone;

    public DateTimeOffset Now => time.GetUtcNow();

    public DateOnly Today => DayOf(Now);

    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>The instant at which a local day begins; where midnight is skipped by a change of clocks, the first instant after it.</summary>
    public DateTimeOffset StartOf(DateOnly day) => At(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>The instant of a local time: the first of the two when it exists twice, the first after the gap when it does not exist.</summary>
    public DateTimeOffset At(DateTime local)
    {
        while (Zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    /// <summary>Length of a local day in minutes: 1380, 1440 or 1500 where clocks change by an hour.</summary>
    public int MinutesOf(DateOnly day) => (int)(StartOf(day.AddDays(1)) - StartOf(day)).TotalMinutes;

    /// <summary>14:30</summary>
    public string Hour(DateTimeOffset instant) => Local(instant).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>14:30:05</summary>
    public string Second(DateTimeOffset instant) => Local(instant).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>jeudi 26 novembre 2026 / Thursday 26 November 2026</summary>
    public string LongDay(DateTimeOffset instant) => Local(instant).ToString(IsFirst(instant) ? "dddd '1er' MMMM yyyy" : "dddd d MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>24 nov. 2026</summary>
    public string Date(DateTimeOffset instant) => Local(instant).ToString("d MMM yyyy", CultureInfo.CurrentCulture).Replace(' ', '\u00a0');

    /// <summary>jeu. 26 nov. / Thu 26 Nov; "aujourd’hui" and "demain" where true.</summary>
    public string Day(DateTimeOffset instant) => (DayOf(instant).DayNumber - Today.DayNumber) switch
    {
        0 => Say("aujourd’hui", "today"),
        1 => Say("demain", "tomorrow"),
        -1 => Say("hier", "yesterday"),
        > -300 and < 300 => Local(instant).ToString("ddd d MMM", CultureInfo.CurrentCulture).Replace(' ', '\u00a0'),
        _ => Date(instant),
    };

    /// <summary>aujourd’hui, 14:30 / Thu 26 Nov, 14:30</summary>
    public string Moment(DateTimeOffset instant) => $"{Day(instant)}, {Hour(instant)}";

    /// <summary>24 nov. 2026, 14:30:05: for records, where nothing is relative.</summary>
    public string Exact(DateTimeOffset instant) => $"{Date(instant)}, {Second(instant)}";

    /// <summary>14:00 – 16:30, with the second day when it is another one.</summary>
    public string Span(DateTimeOffset from, DateTimeOffset until) => DayOf(from) == DayOf(until) || until == StartOf(DayOf(from).AddDays(1))
        ? $"{Hour(from)}\u00a0–\u00a0{(DayOf(from) == DayOf(until) ? Hour(until) : "24:00")}"
        : $"{Hour(from)}\u00a0– {Day(until)}, {Hour(until)}";

    /// <summary>aujourd’hui, 14:00 – 16:30</summary>
    public string Window(DateTimeOffset from, DateTimeOffset until) => $"{Day(from)}, {Span(from, until)}";

    /// <summary>2 h 10, 45 min, 30 s</summary>
    public static string Length(TimeSpan length)
    {
        if (length.TotalSeconds < 60)
            return $"{Math.Max(0, (int)length.TotalSeconds)}\u00a0s";
        var minutes = (long)Math.Round(length.TotalMinutes);
        return minutes < 60 ? $"{minutes}\u00a0min" : minutes % 60 == 0 ? $"{minutes / 60}\u00a0h" : $"{minutes / 60}\u00a0h\u00a0{minutes % 60:00}";
    }

    /// <summary>01:14:20: a place in a recording.</summary>
    public static string Position(TimeSpan at) => $"{(int)at.TotalHours:00}:{at.Minutes:00}:{at.Seconds:00}";

    /// <summary>For machines, in a datetime attribute.</summary>
    public string Machine(DateTimeOffset instant) => Local(instant).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private bool IsFirst(DateTimeOffset instant) => Languages.Current == "fr" && Local(instant).Day == 1;

    private static string Say(string french, string english) => Languages.Current == "fr" ? french : english;
}
