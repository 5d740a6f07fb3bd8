namespace Bastion.Hosting;

/// <summary>The names that service certificates carry. A certificate has exactly one of them, as its only DNS name (RFC 5280 section 4.2.1.6).</summary>
public static class PlaneNames
{
    /// <summary>What a probe carries: it may read health and metrics, and call nothing.</summary>
    public const string Monitor = "monitor.bastion.internal";

    /// <summary><c>gateway</c>, <c>admin</c> or <c>recorder</c>, as in the journal.</summary>
    public static string Word(this Plane plane) => plane switch
    {
        Plane.Gateway => "gateway",
        Plane.Admin => "admin",
        Plane.Recorder => "recorder",
        _ => throw new ArgumentOutOfRangeException(nameof(plane)),
    };

    /// <summary><c>gateway.bastion.internal</c> and so on.</summary>
    public static string DnsName(this Plane plane) => plane.Word() + ".bastion.internal";

    internal static Plane? PlaneNamed(string dnsName)
    {
        foreach (var plane in Enum.GetValues<Plane>())
        {
            if (string.Equals(plane.DnsName(), dnsName, StringComparison.OrdinalIgnoreCase))
                return plane;
        }
        return null;
    }
}
