using Bastion.Admin.Interventions.Leases;

namespace Bastion.Admin.Oversight;

/// <summary>One line of the live list.</summary>
internal sealed record RunningSession(
    Guid Id,
    Guid InterventionId,
    string Number,
    string DeviceName,
    string DeviceLabel,
    string Place,
    string Protocol,
    string Technician,
    string VendorName,
    string Source,
    string Client,
    string Symptom,
    SessionState State,
    FreezeCauses Freezes,
    DateTimeOffset PermittedAt,
    DateTimeOffset? ActiveAt,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string Zone,
    bool ResumePending,
    bool MayAct);
