namespace Bastion.Admin.Devices;

/// <summary>Clinical state (interventions.md 1.3).</summary>
internal enum DeviceState
{
    InService,
    InUse,
    Released,
    UnderMaintenance,
    ToBeChecked,
    NonConforming,
}
