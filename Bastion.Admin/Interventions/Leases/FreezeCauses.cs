namespace Bastion.Admin.Interventions.Leases;

/// <summary>interventions.md 1.5: each cause is lifted only by its own authority.</summary>
[Flags]
internal enum FreezeCauses
{
    None = 0,
    Staff = 1,
    Ward = 2,
    Supervisor = 4,
    Identity = 8,
    RedButton = 16,
    Recorder = 32,
    Pin = 64,
}
