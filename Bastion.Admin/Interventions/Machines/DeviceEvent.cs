namespace Bastion.Admin.Interventions.Machines;

/// <summary>What moves the clinical state of a device (interventions.md 1.3).</summary>
internal enum DeviceEvent
{
    DeclareInUse,
    DeclareFree,
    Release,
    WithdrawRelease,
    Start,
    Reclaim,
    Stop,
    Fail,
    Return,
    StartOnSite,
}
