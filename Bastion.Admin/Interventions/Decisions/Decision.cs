using Bastion.Admin.Identity;

namespace Bastion.Admin.Interventions.Decisions;

/// <summary>One approver's verdict on one intervention, bound to what was shown.</summary>
internal sealed class Decision
{
    public Guid Id { get; set; }

    public Guid InterventionId { get; set; }

    public Guid ApproverId { get; set; }

    public StaffMember? Approver { get; set; }

    public Verdict Verdict { get; set; }

    /// <summary>The step of the chain that it took.</summary>
    public Policies.Step Step { get; set; }

    public int RequestVersion { get; set; }

    public int DeviceVersion { get; set; }

    public DateTimeOffset At { get; set; }

    public DateTimeOffset FactorAt { get; set; }

    public string Comment { get; set; } = "";

    public required string Source { get; set; }

    /// <summary>SHA-256 of the text that was shown.</summary>
    public required byte[] ShownHash { get; set; }

    public DateTimeOffset NotBefore { get; set; }

    public DateTimeOffset NotAfter { get; set; }

    public SessionControls Controls { get; set; }

    /// <summary>Kept, but the intervention was settled by another (R1).</summary>
    public bool WithoutEffect { get; set; }
}
