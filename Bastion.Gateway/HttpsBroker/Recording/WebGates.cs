namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>What a freeze holds: what the browser sends, and with a blind one also what the device answers.</summary>
internal sealed class WebGates
{
    public PassGate ToDevice { get; } = new();

    public PassGate ToBrowser { get; } = new();
}
