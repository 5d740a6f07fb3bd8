namespace Bastion.Admin.Interventions;

/// <summary>A request as typed; words of the contract, wall time of the site.</summary>
internal sealed record RequestForm
{
    public required Guid RequestId { get; init; }

    public required string DeviceId { get; init; }

    public IReadOnlyList<string> Protocols { get; init; } = [];

    public string Kind { get; init; } = "telemaintenance";

    public string Purpose { get; init; } = "";

    public string Symptom { get; init; } = "";

    public string PlannedActions { get; init; } = "";

    public string Ticket { get; init; } = "";

    public string LocalStart { get; init; } = "";

    public int LengthMinutes { get; init; }

    public string Ambiguous { get; init; } = "";

    public IReadOnlyList<string> TechnicianIds { get; init; } = [];

    public string ContactPhone { get; init; } = "";

    public IReadOnlyList<string> Controls { get; init; } = [];

    public string Source { get; init; } = "";

    /// <summary>planned or emergency.</summary>
    public string Urgency { get; init; } = "planned";

    public string EmergencyReason { get; init; } = "";

    /// <summary>ISO 3166-1 alpha-2; empty: France.</summary>
    public string Country { get; init; } = "";

    /// <summary>Weekly, Monthly, Quarterly; empty: once.</summary>
    public string SeriesStep { get; init; } = "";

    /// <summary>Keep, Skip or Shift.</summary>
    public string SeriesHolidays { get; init; } = "";
}
