namespace Bastion.Admin.Oversight;

/// <summary>A journal entry written in the transaction of its act, on its way to Recorder. Kept afterwards: it is the timeline of an intervention.</summary>
internal sealed class OutboxEntry
{
    /// <summary>Order of commit.</summary>
    public long Sequence { get; set; }

    public Guid Id { get; set; }

    public required string Kind { get; set; }

    public DateTimeOffset At { get; set; }

    public Guid? InterventionId { get; set; }

    public Guid? SessionId { get; set; }

    /// <summary>Name of who acted, for timelines.</summary>
    public string ActorName { get; set; } = "";

    public string Reason { get; set; } = "";

    /// <summary>Serialized bastion.recorder.v1.Entry.</summary>
    public required byte[] Payload { get; set; }

    /// <summary>The act takes effect only when this entry is acknowledged (L2).</summary>
    public bool Permissive { get; set; }

    /// <summary>What to apply at the acknowledgement; None for most.</summary>
    public AcknowledgedEffect Effect { get; set; }

    public Guid? EffectId { get; set; }

    public DateTimeOffset? AcknowledgedAt { get; set; }

    public long? JournalIndex { get; set; }
}
