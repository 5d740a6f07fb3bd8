using Bastion.Admin.Interventions.Leases;

namespace Bastion.Admin.Interventions;

/// <summary>One line of a list, true at the instant it was read.</summary>
/// <param name="MayDecide">This reader may approve or refuse it now.</param>
/// <param name="Pending">A permissive act of it waits for the journal.</param>
internal sealed record InterventionRow(
    Guid Id,
    string Number,
    InterventionState State,
    InterventionFacet Facet,
    EndCause? Cause,
    Guid DeviceId,
    string DeviceName,
    string DeviceLabel,
    string Place,
    Devices.Criticality Criticality,
    string VendorName,
    IReadOnlyList<string> Technicians,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    DateTimeOffset LapseAt,
    string Zone,
    string Symptom,
    InterventionKind Kind,
    Purpose Purpose,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    FreezeCauses Freezes,
    int LiveSessions,
    bool MayDecide,
    bool Pending);
