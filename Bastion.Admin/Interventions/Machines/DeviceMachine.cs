using Bastion.Admin.Devices;
using static Bastion.Admin.Devices.DeviceState;

namespace Bastion.Admin.Interventions.Machines;

/// <summary>The one table of a device's clinical states. Pure.</summary>
internal static class DeviceMachine
{
    private static readonly Dictionary<(DeviceState From, DeviceEvent Event), DeviceState> Table = new()
    {
        [(InService, DeviceEvent.DeclareInUse)] = InUse,
        [(InUse, DeviceEvent.DeclareFree)] = InService,
        [(Released, DeviceEvent.DeclareInUse)] = InUse,
        [(InService, DeviceEvent.Release)] = Released,
        [(InUse, DeviceEvent.Release)] = Released,
        [(ToBeChecked, DeviceEvent.Release)] = Released,
        [(NonConforming, DeviceEvent.Release)] = Released,
        [(Released, DeviceEvent.WithdrawRelease)] = InService,
        [(Released, DeviceEvent.Start)] = UnderMaintenance,

        // Where the policy wants no release, work may begin from any resting state.
        [(InService, DeviceEvent.Start)] = UnderMaintenance,
        [(InUse, DeviceEvent.Start)] = UnderMaintenance,
        [(ToBeChecked, DeviceEvent.Start)] = UnderMaintenance,
        [(NonConforming, DeviceEvent.Start)] = UnderMaintenance,
        [(UnderMaintenance, DeviceEvent.Reclaim)] = UnderMaintenance,
        [(UnderMaintenance, DeviceEvent.Stop)] = ToBeChecked,
        [(ToBeChecked, DeviceEvent.Return)] = InService,
        [(NonConforming, DeviceEvent.Return)] = InService,
        [(ToBeChecked, DeviceEvent.Fail)] = NonConforming,
        [(NonConforming, DeviceEvent.Fail)] = NonConforming,
        [(InService, DeviceEvent.StartOnSite)] = UnderMaintenance,
        [(InUse, DeviceEvent.StartOnSite)] = UnderMaintenance,
        [(Released, DeviceEvent.StartOnSite)] = UnderMaintenance,
        [(ToBeChecked, DeviceEvent.StartOnSite)] = UnderMaintenance,
        [(NonConforming, DeviceEvent.StartOnSite)] = UnderMaintenance,
    };

    /// <returns>Null: this event does not exist in this state.</returns>
    public static DeviceState? Next(DeviceState state, DeviceEvent happening) =>
        Table.TryGetValue((state, happening), out var next) ? next : null;
}
