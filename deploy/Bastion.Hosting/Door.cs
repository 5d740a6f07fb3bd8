using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bastion.Hosting;

/// <summary>One listener; a feature of each connection that came through it.</summary>
internal sealed class Door(Listener kind, ServiceAddress address, IReadOnlyList<string> hosts)
{
    public Listener Kind { get; } = kind;

    public ServiceAddress Address { get; } = address;

    /// <summary>Host names that browsers may ask for; empty for peers.</summary>
    public IReadOnlyList<string> Hosts { get; } = hosts;

    public ListenOptions? Bound { get; set; }
}
