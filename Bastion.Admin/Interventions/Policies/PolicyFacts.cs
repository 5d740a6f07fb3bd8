using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Windows;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Interventions.Policies;

/// <summary>Everything that a decision depends on, read in one transaction.</summary>
internal sealed record PolicyFacts
{
    public required InterventionKind Kind { get; init; }

    public required Criticality Criticality { get; init; }

    public required VendorTrust Trust { get; init; }

    public bool Suspended { get; init; }

    public required AccessWindow Window { get; init; }

    /// <summary>The whole window lies in hours.</summary>
    public required bool InHours { get; init; }

    public Urgency Urgency { get; init; }

    public bool FileIn { get; init; }

    public bool DiagnosisOnly { get; init; }

    /// <summary>Factory password, shared or no account, or a legacy protocol on the device leg (M7).</summary>
    public bool WeakAuthentication { get; init; }

    /// <summary>Connection place outside the EEA.</summary>
    public bool OutsideEea { get; init; }

    /// <summary>The vendor's record names the basis of such a transfer.</summary>
    public bool TransferBasis { get; init; }

    /// <summary>The first free start, when the window touches a change-free period.</summary>
    public DateTimeOffset? ChangeFreeUntil { get; init; }

    public bool ReportOverdue { get; init; }

    /// <summary>The work order that the report block speaks of.</summary>
    public string ReportNumber { get; init; } = "";

    public int Technicians { get; init; } = 1;

    /// <summary>An occurrence that the decision on its series covers.</summary>
    public bool SeriesCovered { get; init; }
}
