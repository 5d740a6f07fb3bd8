using System.Collections.Concurrent;
using Bastion.Admin.Contracts;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>The lease streams that are up now.</summary>
internal sealed class GatewayLinks
{
    private readonly ConcurrentDictionary<GatewayLink, bool> links = [];

    public bool Any => !links.IsEmpty;

    public void Add(GatewayLink link) => links[link] = true;

    public void Remove(GatewayLink link) => links.TryRemove(link, out _);

    /// <summary>To the Gateway that holds the session; to all of them while it is not known which one does: who does not know a session ignores an order about it.</summary>
    public void Send(string gatewayId, AdminOrder order)
    {
        var owners = links.Keys.Where(link => link.GatewayId == gatewayId).ToList();
        foreach (var link in owners.Count > 0 ? owners : [.. links.Keys])
            link.Send(order);
    }

    /// <summary>A task for any one Gateway.</summary>
    /// <returns>False when none is connected.</returns>
    public bool SendToOne(AdminOrder order)
    {
        var link = links.Keys.FirstOrDefault(one => one.GatewayId.Length > 0);
        link?.Send(order);
        return link is not null;
    }
}
