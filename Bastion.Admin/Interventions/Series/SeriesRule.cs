namespace Bastion.Admin.Interventions.Series;

/// <summary>A recurring intervention: its rule in wall time of the site, and how long one decision covers its occurrences.</summary>
internal sealed class SeriesRule
{
    public Guid Id { get; set; }

    public Guid VendorId { get; set; }

    public Guid DeviceId { get; set; }

    public Guid AskedById { get; set; }

    /// <summary>The first intervention, from which the others are copied.</summary>
    public Guid FirstId { get; set; }

    public SeriesStep Step { get; set; }

    public HolidayRule Holidays { get; set; }

    /// <summary>Wall time of the first occurrence.</summary>
    public DateTime FirstLocal { get; set; }

    public int LengthMinutes { get; set; }

    /// <summary>Occurrences from this one on are not yet made.</summary>
    public int NextIndex { get; set; } = 1;

    public DateTimeOffset Until { get; set; }

    /// <summary>Occurrences that end before it need no decision of their own.</summary>
    public DateTimeOffset? CoveredUntil { get; set; }

    /// <summary>Technicians, endpoints, controls, criticality and trust that the decision saw, hashed.</summary>
    public string CoveredTerms { get; set; } = "";

    public DateTimeOffset? StoppedAt { get; set; }
}
