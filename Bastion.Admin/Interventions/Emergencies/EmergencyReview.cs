namespace Bastion.Admin.Interventions.Emergencies;

/// <summary>One of the two looks that an emergency gets afterwards.</summary>
internal sealed class EmergencyReview
{
    public Guid Id { get; set; }

    public Guid InterventionId { get; set; }

    public Guid ReviewerId { get; set; }

    public string ReviewerName { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public ReviewVerdict Verdict { get; set; }

    public string Comment { get; set; } = "";
}
