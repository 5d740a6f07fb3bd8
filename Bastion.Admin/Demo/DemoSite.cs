namespace Bastion.Admin.Demo;

/// <param name="Zone">IANA zone.</param>
/// <param name="Hours">"always", or "Mon-Fri 08:00-18:00".</param>
/// <param name="UnitDetails">By name of the unit.</param>
public sealed record DemoSite(string Name, string Zone, IReadOnlyList<string> Units, string Hours = "always", IReadOnlyDictionary<string, DemoUnit>? UnitDetails = null);
