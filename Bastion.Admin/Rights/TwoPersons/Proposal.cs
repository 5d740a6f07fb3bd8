namespace Bastion.Admin.Rights.TwoPersons;

/// <summary>An act that waits for a second person (interventions.md 2.4, S6 and S10). What it would do is kept as it was proposed; nobody edits it.</summary>
internal sealed class Proposal
{
    public Guid Id { get; set; }

    /// <summary>Of the table of rights.</summary>
    public required string Act { get; set; }

    public Guid? SubjectId { get; set; }

    /// <summary>Whom or what it is about, for people.</summary>
    public required string About { get; set; }

    /// <summary>JSON of what the act needs; never a secret.</summary>
    public string Payload { get; set; } = "";

    public string Reason { get; set; } = "";

    public Guid ProposedById { get; set; }

    public required string ProposedByName { get; set; }

    public DateTimeOffset ProposedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public ProposalState State { get; set; }

    public Guid? SettledById { get; set; }

    public string SettledByName { get; set; } = "";

    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>When the proposer did what was confirmed, where that is an act of its own (a reveal).</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
