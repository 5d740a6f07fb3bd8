namespace Bastion.Admin.Demo;

/// <param name="Zone">IANA zone.</param>
public sealed record DemoSite(string Name, string Zone, IReadOnlyList<string> Units);
