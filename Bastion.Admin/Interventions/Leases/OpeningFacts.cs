using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Windows;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Everything that decides whether a session may open, read in one transaction.</summary>
internal sealed record OpeningFacts
{
    public required bool ClockSafe { get; init; }

    /// <summary>A permissive entry of this intervention waits for the journal, or the journal does not answer.</summary>
    public required bool JournalBehind { get; init; }

    public DateTimeOffset? RedButtonSince { get; init; }

    public required VendorState Vendor { get; init; }

    public required AccountState Technician { get; init; }

    public bool Attested { get; init; } = true;

    public required bool NoticeDue { get; init; }

    public required bool Named { get; init; }

    public required Standing Standing { get; init; }

    public required bool Frozen { get; init; }

    public bool Draining { get; init; }

    public required AccessWindow Window { get; init; }

    /// <summary>By the policy that decided it.</summary>
    public bool ReleaseRequired { get; init; }

    public required Guid InterventionId { get; init; }

    public required DeviceState Device { get; init; }

    public Guid? DeviceHeldBy { get; init; }

    public string WardPhone { get; init; } = "";

    public required bool Quarantined { get; init; }

    public required string Protocol { get; init; }

    public required bool ProtocolGranted { get; init; }

    public required string Source { get; init; }

    public required bool SourceAllowed { get; init; }

    /// <summary>False: came by the listener for old programs, and the vendor is not entitled to it.</summary>
    public bool ListenerAllowed { get; init; } = true;

    public required int LiveSessions { get; init; }

    public required int MaxSessions { get; init; }

    public required DateTimeOffset FactorAt { get; init; }

    /// <summary>An arming of the key that signed in covers this intervention and this source now.</summary>
    public required bool Armed { get; init; }

    public required bool CredentialPresent { get; init; }
}
