namespace Bastion.Admin.Devices;

/// <summary>A host key, or a certificate in DER, that an Engineer confirmed.</summary>
internal sealed class EndpointPin
{
    /// <summary>Algorithm of a pin that is a certificate.</summary>
    public const string Certificate = "x509";

    public Guid Id { get; set; }

    public Guid EndpointId { get; set; }

    public required string Algorithm { get; set; }

    public required byte[] PublicKey { get; set; }

    public Guid? ConfirmedById { get; set; }

    public DateTimeOffset ConfirmedAt { get; set; }
}
