using Bastion.Admin.Devices;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Defaults per criticality (interventions.md 2.3 and 4).</summary>
internal static class SessionLimits
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan FreezeMax = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan IdentityFreeze = TimeSpan.FromMinutes(2);

    public static int MaxSessions(Criticality criticality, InterventionKind kind) =>
        criticality == Criticality.A || kind == InterventionKind.Telediagnosis ? 1 : 3;

    public static TimeSpan Idle(Criticality criticality) => TimeSpan.FromMinutes(criticality == Criticality.C ? 15 : 10);

    /// <summary>Longest single extension, and all of them together.</summary>
    public static (TimeSpan One, TimeSpan Total) Extension(Criticality criticality) => criticality == Criticality.A
        ? (TimeSpan.FromMinutes(30), TimeSpan.FromHours(2))
        : (TimeSpan.FromMinutes(60), TimeSpan.FromHours(4));
}
