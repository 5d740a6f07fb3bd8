using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bastion.Hosting;

/// <summary>One listener; a feature of each connection that came through it.</summary>
internal sealed class Door(Listener kind, ServiceAddress address, IReadOnlyList<string> hosts, NamesBelow? below = null)
{
    public Listener Kind { get; } = kind;

    public ServiceAddress Address { get; } = address;

    /// <summary>Host names that browsers may ask for; empty for peers.</summary>
    public IReadOnlyList<string> Hosts { get; } = hosts;

    /// <summary>Names under a certificate of their own.</summary>
    public NamesBelow? Below { get; } = below;

    public ListenOptions? Bound { get; set; }
}
