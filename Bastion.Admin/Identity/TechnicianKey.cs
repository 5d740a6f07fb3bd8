namespace Bastion.Admin.Identity;

/// <summary>An SSH public key of a technician.</summary>
internal sealed class TechnicianKey
{
    public Guid Id { get; set; }

    public Guid TechnicianId { get; set; }

    public required string Name { get; set; }

    public required string Algorithm { get; set; }

    /// <summary>RFC 4253 section 6.6 blob.</summary>
    public required byte[] PublicKey { get; set; }

    /// <summary>"SHA256:" and unpadded base64.</summary>
    public required string Fingerprint { get; set; }

    public DateTimeOffset AddedAt { get; set; }

    public List<KeyArming> Armings { get; set; } = [];
}
