using System.Globalization;

namespace Bastion.Admin.Interventions.Windows;

/// <summary>Wall time of a site turned into an instant (interventions.md 7). What does not exist is refused with its neighbours; what exists twice must be chosen.</summary>
internal static class WallTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    /// <summary>Denials: time.unreadable; time.skipped (facts before, after: wall times); time.twice (facts first, second: instants).</summary>
    /// <param name="text">"2026-11-24T14:00"; seconds are not taken.</param>
    /// <param name="zone">Of the site.</param>
    /// <param name="ambiguous">"", first (summer time) or second (winter time).</param>
    public static Outcome<DateTimeOffset> Resolve(string text, TimeZoneInfo zone, string ambiguous)
    {
        if (!DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return Denial.Of("time.unreadable");
        if (zone.IsInvalidTime(local))
            return Skipped(local, zone);
        if (!zone.IsAmbiguousTime(local))
            return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();

        var offsets = zone.GetAmbiguousTimeOffsets(local);
        var first = new DateTimeOffset(local, offsets.Max()).ToUniversalTime();
        var second = new DateTimeOffset(local, offsets.Min()).ToUniversalTime();
        return ambiguous switch
        {
            "first" => first,
            "second" => second,
            _ => new Denial("time.twice", new Dictionary<string, string> { ["first"] = Denial.Instant(first), ["second"] = Denial.Instant(second) }),
        };
    }

    private static Denial Skipped(DateTime local, TimeZoneInfo zone)
    {
        var before = local;
        while (zone.IsInvalidTime(before))
            before = before.AddMinutes(-1);
        var after = local;
        while (zone.IsInvalidTime(after))
            after = after.AddMinutes(1);
        return new Denial("time.skipped", new Dictionary<string, string>
        {
            ["before"] = before.ToString(Format, CultureInfo.InvariantCulture),
            ["after"] = after.ToString(Format, CultureInfo.InvariantCulture),
        });
    }
}
