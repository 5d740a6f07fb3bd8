using Bastion.Admin.Devices;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Defaults per criticality (interventions.md 2.3 and 4).</summary>
internal static class SessionLimits
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan FreezeMax = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan IdentityFreeze = TimeSpan.FromMinutes(2);

    /// <summary>Admin's own end of a marked critical operation comes first: its word is the reason, Gateway's timer is the net below it.</summary>
    private static readonly TimeSpan DrainNet = TimeSpan.FromSeconds(3);

    /// <summary>The end that a Gateway is told.</summary>
    public static DateTimeOffset EndsFor(Intervention one) => one.CriticalAt is null ? one.NotAfter : one.EndsAt + DrainNet;

    public static int MaxSessions(Criticality criticality, InterventionKind kind) =>
        criticality == Criticality.A || kind == InterventionKind.Telediagnosis ? 1 : 3;

    public static TimeSpan Idle(Criticality criticality) => TimeSpan.FromMinutes(criticality == Criticality.C ? 15 : 10);

    /// <summary>Longest single extension, and all of them together.</summary>
    public static (TimeSpan One, TimeSpan Total) Extension(Criticality criticality) => criticality == Criticality.A
        ? (TimeSpan.FromMinutes(30), TimeSpan.FromHours(2))
        : (TimeSpan.FromMinutes(60), TimeSpan.FromHours(4));
}
