using System.Threading.Channels;
using Bastion.Admin.Contracts;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>One lease stream. A Gateway that does not read its orders is cut: its sessions then live to the end of their lease and no longer.</summary>
internal sealed class GatewayLink : IDisposable
{
    private const int MaxWaitingOrders = 8192;

    private readonly Channel<AdminOrder> orders = Channel.CreateBounded<AdminOrder>(new BoundedChannelOptions(MaxWaitingOrders) { SingleReader = true });
    private readonly CancellationTokenSource cut = new();

    /// <summary>Empty before its Hello.</summary>
    public string GatewayId { get; set; } = "";

    public ChannelReader<AdminOrder> Orders => orders.Reader;

    public CancellationToken Cut => cut.Token;

    public void Send(AdminOrder order)
    {
        if (!orders.Writer.TryWrite(order))
            cut.Cancel();
    }

    public void Dispose() => cut.Dispose();
}
