namespace Bastion.Admin.Interventions;

/// <summary>A longer window. It moves the end only when the journal has acknowledged its entry.</summary>
internal sealed class Extension
{
    public Guid Id { get; set; }

    public Guid InterventionId { get; set; }

    public int Minutes { get; set; }

    public DateTimeOffset NewNotAfter { get; set; }

    public Guid ById { get; set; }

    public DateTimeOffset At { get; set; }

    public string Reason { get; set; } = "";

    public DateTimeOffset? AppliedAt { get; set; }

    /// <summary>The window was over when the acknowledgement came.</summary>
    public bool TooLate { get; set; }
}
