using Bastion.Admin.Persistence;

namespace Bastion.Admin.Devices;

internal sealed class Device : IVersioned
{
    public Guid Id { get; set; }

    /// <summary>Upper case, unique: ANA-01.</summary>
    public required string Name { get; set; }

    /// <summary>What people call it.</summary>
    public required string Label { get; set; }

    public DeviceFamily Family { get; set; }

    public Criticality Criticality { get; set; }

    public Guid SiteId { get; set; }

    public Site? Site { get; set; }

    public Guid? UnitId { get; set; }

    public Unit? Unit { get; set; }

    public string Room { get; set; } = "";

    public DeviceState State { get; set; } = DeviceState.InService;

    /// <summary>The intervention that took the device, while Released or UnderMaintenance.</summary>
    public Guid? HeldByInterventionId { get; set; }

    /// <summary>Rises when an edit voids decisions (address, criticality, controls); not with label or room.</summary>
    public int DeviceVersion { get; set; } = 1;

    public bool DiagnosisOnly { get; set; }

    public bool Retired { get; set; }

    /// <summary>Factory password, shared or no account, or a protocol that nobody should speak any more (M7).</summary>
    public bool WeakAuthentication { get; set; }

    /// <summary>Since when it is out of care because of work on it.</summary>
    public DateTimeOffset? StoppedAt { get; set; }

    public List<DeviceOffer> Offers { get; set; } = [];

    public List<Endpoint> Endpoints { get; set; } = [];

    public Guid Version { get; set; }
}
