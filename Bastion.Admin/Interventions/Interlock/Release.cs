namespace Bastion.Admin.Interventions.Interlock;

/// <summary>The ward gave a device for one intervention. Single use.</summary>
internal sealed class Release
{
    public Guid Id { get; set; }

    public Guid InterventionId { get; set; }

    public Guid DeviceId { get; set; }

    public Guid ById { get; set; }

    public string ByName { get; set; } = "";

    /// <summary>The ward's person on whose word an Engineer released it.</summary>
    public string OnWordOf { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public DateTimeOffset Until { get; set; }

    public DateTimeOffset? ConsumedAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}
