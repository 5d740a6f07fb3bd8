using System.Text.Json.Serialization;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>state.json: what this installation is. Written once; the ports and names may be edited by hand, the mode may not.</summary>
internal sealed record StateRecord
{
    public required ApplianceMode Mode { get; init; }

    public required string Hospital { get; init; }

    public string Zone { get; init; } = "Europe/Paris";

    public string OnCallName { get; init; } = "";

    public string OnCallPhone { get; init; } = "";

    /// <summary>Host names as browsers write them.</summary>
    public string PortalHost { get; init; } = "bastion.localhost";

    public string AdminHost { get; init; } = "bastion-admin.localhost";

    /// <summary>Web pages of devices are shown below it, each session under a name of its own; empty: none are.</summary>
    public string AppDomain { get; init; } = "bastion-apps.localhost";

    /// <summary>The address that the doors for people listen on.</summary>
    public string ListenIp { get; init; } = "127.0.0.1";

    public int PortalPort { get; init; } = 8443;

    public int AdminPort { get; init; } = 8444;

    public int SshPort { get; init; } = 2222;

    /// <summary>Desktop clients.</summary>
    public int RdpPort { get; init; } = 3390;

    [JsonIgnore]
    public Uri PortalUrl => Url(PortalHost, PortalPort);

    [JsonIgnore]
    public Uri AdminUrl => Url(AdminHost, AdminPort);

    private static Uri Url(string host, int port) => new(port == 443 ? $"https://{host}/" : $"https://{host}:{port}/");

    public void Validate()
    {
        var errors = new SettingsErrors();
        errors.Require("hospital", Hospital);
        errors.Require("portalHost", PortalHost);
        errors.Require("adminHost", AdminHost);
        if (string.Equals(PortalHost, AdminHost, StringComparison.OrdinalIgnoreCase))
            errors.Add("adminHost", "must not be the portal's: the two are separate sites so that cookies never mix");
        foreach (var host in new[] { PortalHost, AdminHost })
            if (AppDomain.Length > 0 && ("." + host).EndsWith("." + AppDomain, StringComparison.OrdinalIgnoreCase) || ("." + AppDomain).EndsWith("." + host, StringComparison.OrdinalIgnoreCase))
                errors.Add("appDomain", $"'{AppDomain}' and '{host}' must not be below each other: pages of devices are kept on a site of their own");
        if (!System.Net.IPAddress.TryParse(ListenIp, out _))
            errors.Add("listenIp", $"'{ListenIp}' is not an address");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _))
            errors.Add("zone", $"'{Zone}' is not an IANA zone");
        foreach (var (key, port) in new[] { ("portalPort", PortalPort), ("adminPort", AdminPort), ("sshPort", SshPort), ("rdpPort", RdpPort) })
        {
            if (port is < 1 or > 65535)
                errors.Add(key, "must be from 1 to 65535");
        }
        if (new[] { PortalPort, AdminPort, SshPort, RdpPort }.Distinct().Count() < 4)
            errors.Add("ports", "must differ");
        errors.ThrowIfAny("appliance");
    }
}
