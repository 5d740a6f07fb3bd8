namespace Bastion.Admin.Demo;

/// <summary>An intervention of the demo's past or of its next days, without recordings: nobody was connected.</summary>
public sealed record DemoIntervention
{
    public required string Device { get; init; }

    /// <summary>Login of the technician who asks.</summary>
    public required string By { get; init; }

    /// <summary>Days from the day of the first start; negative: past.</summary>
    public required int Day { get; init; }

    /// <summary>Wall time of the site, "HH:mm"; empty: half an hour from now.</summary>
    public string Start { get; init; } = "";

    public required int Minutes { get; init; }

    public string Purpose { get; init; } = "Corrective";

    public required string Symptom { get; init; }

    public string Ticket { get; init; } = "";

    /// <summary>Requested, Approved, Refused, Lapsed, Ended, Reported or Closed.</summary>
    public required string State { get; init; }

    /// <summary>Of an end: WindowEnded, WorkFinished, Revoked, Unused, Undecided.</summary>
    public string? Cause { get; init; }

    /// <summary>Logins, in the order of their steps.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    public string Comment { get; init; } = "";

    public string EmergencyReason { get; init; } = "";

    /// <summary>Field code → text of a signed report.</summary>
    public IReadOnlyDictionary<string, string> Report { get; init; } = new Dictionary<string, string>();
}
