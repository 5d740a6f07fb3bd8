namespace Bastion.Admin.Devices;

internal sealed record DeviceForm(string Name, string Label, DeviceFamily Family, Criticality Criticality, Guid SiteId, Guid? UnitId, string Room, IReadOnlyList<Guid> VendorIds, bool DiagnosisOnly = false);
