using Bastion.Admin.Devices;

namespace Bastion.Admin.Identity;

/// <summary>One line of a scope: site × unit × family × highest criticality. A null narrows nothing.</summary>
internal sealed class StaffScope
{
    public Guid Id { get; set; }

    public Guid StaffId { get; set; }

    public Guid? SiteId { get; set; }

    public Guid? UnitId { get; set; }

    public DeviceFamily? Family { get; set; }

    public Criticality Highest { get; set; } = Criticality.A;

    public bool Covers(Device device) =>
        (SiteId is null || SiteId == device.SiteId)
        && (UnitId is null || UnitId == device.UnitId)
        && (Family is null || Family == device.Family)
        && device.Criticality >= Highest;
}
