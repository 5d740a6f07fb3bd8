namespace Bastion.Ssh.Transport;

/// <summary>Client role.</summary>
public sealed class ClientTransportOptions : TransportOptions
{
    /// <summary>Keys that the device may show. Only host-key algorithms that fit them are offered. There is no trust on first use.</summary>
    public required HostKeyPins Pins { get; init; }
}
