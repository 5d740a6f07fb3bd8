using Bastion.Hosting.Theme.Time;

namespace Bastion.Gateway.Portal.Time;

/// <summary>The clock of each site, by the IANA zone that Admin says.</summary>
internal sealed class Clocks(WallClock house, TimeProvider time)
{
    public SiteClock Of(string zone) => SiteClock.Of(zone, house, time);
}
