namespace Bastion.Hosting;

/// <summary>
/// Host names directly below a domain, shown through the same door under a certificate of their own. A request for one must have been greeted by
/// that very name (RFC 6066 section 3), so that a connection opened for one name asks for no other.
/// </summary>
/// <param name="Domain">Without a leading dot.</param>
/// <param name="Identity">Certificate for <c>*.domain</c>.</param>
public sealed record NamesBelow(string Domain, WebIdentity Identity)
{
    public bool Covers(string? host) =>
        host is not null && host.Length > Domain.Length + 1 && host[host.Length - Domain.Length - 1] == '.' && host.EndsWith(Domain, StringComparison.OrdinalIgnoreCase)
        && host.AsSpan(0, host.Length - Domain.Length - 1).IndexOf('.') < 0;
}
