using System.Diagnostics.CodeAnalysis;

namespace Bastion.Gateway.Portal.Time;

/// <summary>The wall clock of one site. Source of the rules: interventions.md 7.</summary>
internal sealed class SiteZone
{
    private readonly TimeZoneInfo zone;

    private SiteZone(TimeZoneInfo zone, string id)
    {
        this.zone = zone;
        City = id[(id.LastIndexOf('/') + 1)..].Replace('_', ' ');
        Id = id;
    }

    /// <summary>IANA identifier, "Europe/Paris".</summary>
    public string Id { get; }

    /// <summary>What people call the zone: its city.</summary>
    public string City { get; }

    /// <summary>The zone of that IANA identifier; UTC when this machine does not know it.</summary>
    public static SiteZone Of(string id) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) ? new SiteZone(found, id) : new SiteZone(TimeZoneInfo.Utc, "UTC");

    public DateTime Wall(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    public DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(Wall(instant));

    public TimeSpan Offset(DateTimeOffset instant) => zone.GetUtcOffset(instant);

    /// <summary>The instant at which that day begins (a midnight that does not exist begins at the first minute that does).</summary>
    public DateTimeOffset Start(DateOnly day)
    {
        var reading = Read(day.ToDateTime(TimeOnly.MinValue));
        return reading.Kind == WallReadingKind.Missing ? reading.Second : reading.First;
    }

    /// <summary>What a wall time means: one instant, two (the clocks go back), or none (they go forward).</summary>
    public WallReading Read(DateTime wall)
    {
        var local = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            var gap = Gap(local);
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

    /// <summary>False for an identifier that this machine does not know.</summary>
    public static bool TryOf(string id, [NotNullWhen(true)] out SiteZone? site)
    {
        site = TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) ? new SiteZone(found, id) : null;
        return site is not null;
    }

    // The first instant after the gap that swallowed this wall time.
    private DateTimeOffset Gap(DateTime local)
    {
        var minute = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
        while (zone.IsInvalidTime(minute))
        {
            minute = minute.AddMinutes(1);
        }

        return new DateTimeOffset(minute, zone.GetUtcOffset(minute));
    }
}
