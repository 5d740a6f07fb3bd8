namespace Bastion.Admin.Oversight;

/// <summary>One line for the journal, before it is written.</summary>
internal sealed record Act(string Kind, ActorRef Actor)
{
    public Guid? InterventionId { get; init; }

    public Guid? DeviceId { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? SubjectId { get; init; }

    public string Reason { get; init; } = "";

    public string Source { get; init; } = "";

    /// <summary>Never a secret.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Takes effect only at the acknowledgement.</summary>
    public bool Permissive { get; init; }

    public AcknowledgedEffect Effect { get; init; }

    public Guid? EffectId { get; init; }
}
