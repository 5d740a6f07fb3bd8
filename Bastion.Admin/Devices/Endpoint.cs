using Bastion.Admin.Vault;

namespace Bastion.Admin.Devices;

/// <summary>One protocol, address and port of a device, with the account on it and its pins.</summary>
internal sealed class Endpoint
{
    public Guid Id { get; set; }

    public Guid DeviceId { get; set; }

    public EndpointProtocol Protocol { get; set; }

    public required string Host { get; set; }

    public int Port { get; set; }

    public string Account { get; set; } = "";

    public Guid? CredentialId { get; set; }

    public Credential? Credential { get; set; }

    /// <summary>The pin shown by the device changed and nobody has decided yet.</summary>
    public bool Quarantined { get; set; }

    public List<EndpointPin> Pins { get; set; } = [];
}
