using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Emergencies;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Interventions.Reports;
using Bastion.Admin.Interventions.Windows;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Interventions;

/// <summary>The maintenance act, from request to evidence (interventions.md).</summary>
internal sealed class Intervention : IVersioned
{
    public Guid Id { get; set; }

    /// <summary>INT-YYYY-NNNNN.</summary>
    public required string Number { get; set; }

    /// <summary>Id of the form that asked: a double post is one request.</summary>
    public Guid RequestId { get; set; }

    public InterventionState State { get; set; } = InterventionState.Requested;

    public EndCause? Cause { get; set; }

    public Guid VendorId { get; set; }

    public Vendor? Vendor { get; set; }

    public Guid DeviceId { get; set; }

    public Device? Device { get; set; }

    public InterventionKind Kind { get; set; }

    public Purpose Purpose { get; set; }

    public required string Symptom { get; set; }

    public string PlannedActions { get; set; } = "";

    public string Ticket { get; set; } = "";

    public string ContactPhone { get; set; } = "";

    public Guid RequestedById { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>What the vendor asked; the current window is <see cref="NotBefore"/> and <see cref="NotAfter"/>.</summary>
    public DateTimeOffset AskedNotBefore { get; set; }

    public DateTimeOffset AskedNotAfter { get; set; }

    public DateTimeOffset NotBefore { get; set; }

    public DateTimeOffset NotAfter { get; set; }

    /// <summary>End of the window as decided, before any extension.</summary>
    public DateTimeOffset DecidedNotAfter { get; set; }

    /// <summary>IANA zone of the site.</summary>
    public required string Zone { get; set; }

    /// <summary>The wall time as typed.</summary>
    public string TypedStart { get; set; } = "";

    public string TzdbVersion { get; set; } = "";

    public SessionControls AskedControls { get; set; }

    public SessionControls GrantedControls { get; set; }

    public int RequestVersion { get; set; } = 1;

    /// <summary>The device's version that decisions are bound to (L5).</summary>
    public int DeviceVersion { get; set; }

    public int PolicyVersion { get; set; } = 1;

    /// <summary>What the policy wanted of it; JSON of <see cref="PolicyResult"/>.</summary>
    public string Policy { get; set; } = "";

    public Urgency Urgency { get; set; }

    public string EmergencyReason { get; set; } = "";

    /// <summary>Two persons look at an emergency until then.</summary>
    public DateTimeOffset? ReviewDueAt { get; set; }

    /// <summary>A critical operation runs: the end becomes soft, up to the cap of the policy.</summary>
    public DateTimeOffset? CriticalAt { get; set; }

    public string CriticalText { get; set; } = "";

    /// <summary>It was marked at least once: again only with an Engineer's yes.</summary>
    public bool CriticalUsed { get; set; }

    /// <summary>More time that a technician of a live session asked for; nobody has answered yet.</summary>
    public int AskedMinutes { get; set; }

    public string AskedReason { get; set; } = "";

    public Guid? AskedById { get; set; }

    /// <summary>When a technician last spoke to who watches: live pages follow it.</summary>
    public DateTimeOffset? SaidAt { get; set; }

    public DateTimeOffset? ReportDueAt { get; set; }

    public Guid? SeriesId { get; set; }

    /// <summary>Country from which the technicians connect, ISO 3166-1 alpha-2.</summary>
    public string Country { get; set; } = "FR";

    /// <summary>Freeze causes that hold now, of the intervention as a whole.</summary>
    public FreezeCauses Freezes { get; set; }

    public DateTimeOffset? FrozenAt { get; set; }

    /// <summary>First lease ever granted: from here on a lapse is impossible.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset? SettledAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Of the refusal, revocation or decision; shown to the vendor.</summary>
    public string Comment { get; set; } = "";

    public List<NamedTechnician> Technicians { get; set; } = [];

    public List<RequestedEndpoint> Endpoints { get; set; } = [];

    public List<Decision> Decisions { get; set; } = [];

    public List<Session> Sessions { get; set; } = [];

    public List<Extension> Extensions { get; set; } = [];

    public List<Release> Releases { get; set; } = [];

    public List<Report> Reports { get; set; } = [];

    public List<EmergencyReview> Reviews { get; set; } = [];

    public Guid Version { get; set; }

    public AccessWindow Window => new(NotBefore, NotAfter);

    public PolicyResult Terms => PolicyResult.FromJson(Policy);

    /// <summary>When what runs must be over: the end of the window, or the cap of a marked critical operation.</summary>
    public DateTimeOffset EndsAt => CriticalAt is null ? NotAfter : NotAfter.AddMinutes(Terms.DrainCapMinutes);
}
