using System.Collections.Concurrent;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Shell;

/// <summary>A wall clock per site: hours are read in the zone of the device.</summary>
public sealed class ZoneClocks(WallClock house, TimeProvider time)
{
    public WallClock House { get; } = house;

    private readonly ConcurrentDictionary<string, WallClock> _clocks = new(StringComparer.Ordinal);

    public WallClock Of(string zone) => _clocks.GetOrAdd(zone, id =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) ? new WallClock(found, time) : House);
}
