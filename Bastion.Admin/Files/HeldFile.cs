using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Files;

/// <summary>One upload in quarantine.</summary>
internal sealed class HeldFile : IVersioned
{
    public Guid Id { get; set; }

    /// <summary>What people call it: "held, number 12".</summary>
    public int Number { get; set; }

    public Guid InterventionId { get; set; }

    public Intervention? Intervention { get; set; }

    public Guid SessionId { get; set; }

    public Guid DeviceId { get; set; }

    public Device? Device { get; set; }

    public Guid TechnicianId { get; set; }

    public Technician? Technician { get; set; }

    public required string Path { get; set; }

    public required string Protocol { get; set; }

    public long Bytes { get; set; }

    public required byte[] Sha256 { get; set; }

    /// <summary>The content's own key, sealed by the vault; empty when the content is gone.</summary>
    public required byte[] Key { get; set; }

    public HeldState State { get; set; }

    /// <summary>What the scanner said: its version and verdict, or the name of what it found.</summary>
    public string Scan { get; set; } = "";

    public DateTimeOffset HeldAt { get; set; }

    public Guid? DecidedById { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Of a refusal.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The journal entry of the release: until it is acknowledged the file counts as held.</summary>
    public Guid? ReleaseEntryId { get; set; }

    /// <summary>SHA-256 of the grant that Gateway may fetch with, once.</summary>
    public byte[]? GrantHash { get; set; }

    public Guid? GrantSessionId { get; set; }

    public DateTimeOffset? GrantUntil { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public Guid Version { get; set; }
}
