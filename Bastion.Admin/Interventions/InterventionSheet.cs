using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Leases;

namespace Bastion.Admin.Interventions;

/// <summary>Everything about one intervention, for its page.</summary>
internal sealed record InterventionSheet(
    InterventionRow Row,
    int RequestVersion,
    int DeviceVersion,
    DateTimeOffset AskedNotBefore,
    DateTimeOffset AskedNotAfter,
    string PlannedActions,
    string Ticket,
    string ContactPhone,
    SessionControls AskedControls,
    SessionControls GrantedControls,
    string Comment,
    DeviceState DeviceState,
    IReadOnlyList<EndpointProtocol> Protocols,
    IReadOnlyList<DecisionLine> Decisions,
    IReadOnlyList<SessionLine> Sessions,
    IReadOnlyList<TimelineLine> Timeline,
    IReadOnlyList<BusyLine> Busy,
    Denial? DecideDenial,
    bool MayRevoke,
    bool MayFreeze,
    Intervention One,
    bool MayCare,
    bool ByEngineer,
    bool MayReview,
    bool MayFinishPapers);
