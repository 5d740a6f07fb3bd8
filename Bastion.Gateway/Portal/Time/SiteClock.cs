using Bastion.Hosting.Theme.Time;

namespace Bastion.Gateway.Portal.Time;

/// <summary>The wall clock of one site, and what a typed wall time means there (interventions.md 7).</summary>
internal sealed class SiteClock
{
    private readonly TimeZoneInfo zone;

    private SiteClock(TimeZoneInfo zone, string id, TimeProvider time)
    {
        this.zone = zone;
        Wall = new WallClock(zone, time);
        City = id[(id.LastIndexOf('/') + 1)..].Replace('_', ' ');
    }

    public WallClock Wall { get; }

    /// <summary>What people call the zone: "Paris" of "Europe/Paris".</summary>
    public string City { get; }

    /// <summary>The clock of an IANA zone; of <paramref name="otherwise"/> where this machine does not know it.</summary>
    public static SiteClock Of(string id, WallClock otherwise, TimeProvider time) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found)
            ? new SiteClock(found, id, time)
            : new SiteClock(otherwise.Zone, otherwise.Zone.Id, time);

    /// <summary>"UTC+1" at that instant.</summary>
    public string Offset(DateTimeOffset instant)
    {
        var offset = zone.GetUtcOffset(instant);
        var sign = offset < TimeSpan.Zero ? '\u2212' : '+';
        return offset.Minutes == 0 ? $"UTC{sign}{Math.Abs(offset.Hours)}" : $"UTC{sign}{Math.Abs(offset.Hours)}:{Math.Abs(offset.Minutes):00}";
    }

    /// <summary>One instant, two (the clocks go back) or none (they go forward).</summary>
    public WallReading Read(DateTime wall)
    {
        var local = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            var after = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
            while (zone.IsInvalidTime(after))
                after = after.AddMinutes(1);
            var gap = new DateTimeOffset(after, zone.GetUtcOffset(after));
            return new WallReading(WallReadingKind.Missing, gap.AddMinutes(-1), gap);
        }

        if (zone.IsAmbiguousTime(local))
        {
            var offsets = zone.GetAmbiguousTimeOffsets(local);
            return new WallReading(WallReadingKind.Twice, new DateTimeOffset(local, offsets.Max()), new DateTimeOffset(local, offsets.Min()));
        }

        var instant = new DateTimeOffset(local, zone.GetUtcOffset(local));
        return new WallReading(WallReadingKind.Once, instant, instant);
    }
}
