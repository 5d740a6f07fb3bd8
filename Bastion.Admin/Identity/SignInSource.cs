using System.Net;

namespace Bastion.Admin.Identity;

/// <summary>Where a person comes from, as the listener saw it.</summary>
/// <param name="Address">IP address; an IPv4 address mapped into IPv6 is written as IPv4.</param>
/// <param name="Listener">portal, ssh, ssh-compatible or staff.</param>
/// <param name="Client">User agent or SSH version string, cut to 200 characters.</param>
internal sealed record SignInSource(string Address, string Listener, string Client)
{
    /// <summary>The SSH listener for old programs; its use is an entitlement of the vendor.</summary>
    public const string SshCompatible = "ssh-compatible";

    private const int MaxClient = 200;

    public static SignInSource Of(string address, string listener, string client) =>
        new(Normal(address), listener.Length > 20 ? listener[..20] : listener, client.Length > MaxClient ? client[..MaxClient] : client);

    private static string Normal(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
            return "unknown";
        return (parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed).ToString();
    }
}
