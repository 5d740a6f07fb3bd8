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

    /// <summary>A secret is in the vault, or this endpoint wants none.</summary>
    public bool CanSignIn => CredentialId is not null || (Protocol == EndpointProtocol.Https && Http?.Login == HttpLogin.None);

    /// <summary>Who the device is has been confirmed, where the protocol can say it.</summary>
    public bool IsPinned => Pins.Count > 0 || (Protocol == EndpointProtocol.Https && Http is { Plain: true });

    /// <summary>SSH: an old device that speaks nothing of the strict list. What is offered then is still never CBC, SHA-1 or DSS.</summary>
    public bool LegacyAlgorithms { get; set; }

    /// <summary>RDP: the device does no network level authentication. TLS and the pin alone then say who it is before it is given the secret.</summary>
    public bool RdpWithoutNla { get; set; }

    /// <summary>The pin shown by the device changed and nobody has decided yet.</summary>
    public bool Quarantined { get; set; }

    /// <summary>With <see cref="EndpointProtocol.Https"/>.</summary>
    public HttpProfile? Http { get; set; }

    public List<EndpointPin> Pins { get; set; } = [];
}
