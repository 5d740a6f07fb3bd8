namespace Bastion.Admin.Interventions.Supervising;

/// <summary>The red button is down: nothing of its range opens.</summary>
internal sealed class AccessCut
{
    public Guid Id { get; set; }

    public CutRange Range { get; set; }

    /// <summary>Vendor or unit; null with All.</summary>
    public Guid? TargetId { get; set; }

    public string TargetName { get; set; } = "";

    public DateTimeOffset Since { get; set; }

    public string ByName { get; set; } = "";

    public string Reason { get; set; } = "";

    /// <summary>First of the two persons who lift it.</summary>
    public Guid? LiftAskedById { get; set; }

    public string LiftAskedBy { get; set; } = "";

    public bool LiftAskedByItSec { get; set; }

    public DateTimeOffset? LiftedAt { get; set; }
}
