using Bastion.Admin.Devices;

namespace Bastion.Admin.Vendors;

/// <summary>A null narrows nothing; no line at all = no device.</summary>
internal sealed record ScopeForm(Guid? SiteId, Guid? UnitId, DeviceFamily? Family, Criticality Highest);
