namespace Bastion.Gateway.RdpBroker;

/// <summary>The far leg of a lane.</summary>
internal interface IDesktopTarget
{
    /// <summary>Everything of a batch that passes its gate, in order.</summary>
    ValueTask DeliverAsync(DesktopBatch batch);
}
