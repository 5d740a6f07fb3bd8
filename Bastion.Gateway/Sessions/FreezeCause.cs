namespace Bastion.Gateway.Sessions;

/// <summary>Who froze a session; each cause is lifted by its own authority only (interventions.md 1.5).</summary>
[Flags]
internal enum FreezeCause
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
