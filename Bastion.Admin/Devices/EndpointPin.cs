namespace Bastion.Admin.Devices;

/// <summary>A host key that an Engineer confirmed.</summary>
internal sealed class EndpointPin
{
    public Guid Id { get; set; }

    public Guid EndpointId { get; set; }

    public required string Algorithm { get; set; }

    public required byte[] PublicKey { get; set; }

    public Guid? ConfirmedById { get; set; }

    public DateTimeOffset ConfirmedAt { get; set; }
}
