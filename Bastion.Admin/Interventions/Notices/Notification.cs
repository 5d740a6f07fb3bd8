namespace Bastion.Admin.Interventions.Notices;

/// <summary>Something that one person should know. In the pages always; by mail where an address and a server are there.</summary>
internal sealed class Notification
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    public Guid? InterventionId { get; set; }

    public string Number { get; set; } = "";

    /// <summary>N1 … N16.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Facts of its sentence: device, vendor, window, comment. Never a patient.</summary>
    public string Facts { get; set; } = "{}";

    public DateTimeOffset At { get; set; }

    public DateTimeOffset? ReadAt { get; set; }
}
