namespace Bastion.Admin.Devices;

internal sealed class ScannedKey
{
    public Guid Id { get; set; }

    public Guid ScanId { get; set; }

    public required string Algorithm { get; set; }

    public required byte[] PublicKey { get; set; }

    public required string Fingerprint { get; set; }
}
