namespace Bastion.Admin.Interventions.Reports;

/// <summary>What the technician says that was done. A returned report keeps its versions.</summary>
internal sealed class Report
{
    public Guid Id { get; set; }

    public Guid InterventionId { get; set; }

    public int Number { get; set; }

    public Guid AuthorId { get; set; }

    public string AuthorName { get; set; } = "";

    public string Employer { get; set; } = "";

    public DateTimeOffset SignedAt { get; set; }

    /// <summary>JSON: field code → text.</summary>
    public string Fields { get; set; } = "{}";

    /// <summary>JSON of the facts that were pre-filled, and its SHA-256.</summary>
    public string Facts { get; set; } = "[]";

    public byte[] FactsHash { get; set; } = [];

    public DateTimeOffset? ReturnedAt { get; set; }

    public string ReturnComment { get; set; } = "";

    public DateTimeOffset? AcceptedAt { get; set; }

    public string AcceptedBy { get; set; } = "";
}
