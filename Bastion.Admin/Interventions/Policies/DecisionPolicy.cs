using Bastion.Admin.Devices;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Interventions.Policies;

/// <summary>How requests are decided, as data. Thresholds are here and nowhere else.</summary>
internal sealed record DecisionPolicy
{
    private static readonly Step[] Owner = [Step.Owner];
    private static readonly Step[] Chain = [Step.Owner, Step.ItSec];
    private static readonly Step[] Any = [Step.Engineer];

    public int Version { get; init; } = 1;

    public required IReadOnlyDictionary<Criticality, CriticalityTerms> Terms { get; init; }

    public required IReadOnlyDictionary<(WorkKind Kind, Criticality Criticality), BaseCell> Cells { get; init; }

    /// <summary>Telediagnosis may last this share of <see cref="CriticalityTerms.MaxHours"/>.</summary>
    public int TelediagnosisShare { get; init; } = 2;

    public int WatchedMaxHours { get; init; } = 2;

    public int LongestHours { get; init; } = 12;

    public int ManyTechnicians { get; init; } = 3;

    public int EmergencyHours { get; init; } = 2;

    /// <summary>After so long an emergency, or a marked critical operation, is watched or frozen.</summary>
    public int EmergencyWatchMinutes { get; init; } = 10;

    public int ReportBlockDays { get; init; } = 7;

    public static DecisionPolicy Standard { get; } = new()
    {
        Terms = new Dictionary<Criticality, CriticalityTerms>
        {
            [Criticality.A] = new(48, 4, 30, 120, 30, 24, 0, 2, 10, 0),
            [Criticality.B] = new(24, 4, 60, 240, 30, 48, 0, 1, 10, 90),
            [Criticality.C] = new(4, 8, 60, 240, 15, 0, 5, 0, 15, 365),
        },
        Cells = new Dictionary<(WorkKind, Criticality), BaseCell>
        {
            [(WorkKind.Look, Criticality.A)] = new(Owner, Release: false, Ticket: true, Supervision.None),
            [(WorkKind.Look, Criticality.B)] = new([Step.OwnerOrItSec], Release: false, Ticket: false, Supervision.None, VendorTrust.Trusted),
            [(WorkKind.Look, Criticality.C)] = new(Any, Release: false, Ticket: false, Supervision.None, VendorTrust.Standard),
            [(WorkKind.Change, Criticality.A)] = new(Chain, Release: true, Ticket: true, Supervision.Mandatory),
            [(WorkKind.Change, Criticality.B)] = new(Owner, Release: true, Ticket: true, Supervision.None),
            [(WorkKind.Change, Criticality.C)] = new(Any, Release: false, Ticket: false, Supervision.None, VendorTrust.Trusted, AutoOnlySeries: true),
            [(WorkKind.Update, Criticality.A)] = new(Chain, Release: true, Ticket: true, Supervision.Mandatory),
            [(WorkKind.Update, Criticality.B)] = new(Chain, Release: true, Ticket: true, Supervision.None),
            [(WorkKind.Update, Criticality.C)] = new(Owner, Release: false, Ticket: false, Supervision.None),
        },
    };
}
