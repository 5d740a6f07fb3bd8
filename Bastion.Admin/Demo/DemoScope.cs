namespace Bastion.Admin.Demo;

/// <summary>A missing name narrows nothing.</summary>
public sealed record DemoScope
{
    public string? Site { get; init; }

    public string? Unit { get; init; }

    /// <summary>Imaging, Monitoring, Ventilation, Laboratory, Infusion, Dialysis, ItSystems or Building.</summary>
    public string? Family { get; init; }

    /// <summary>Highest criticality: A, B or C.</summary>
    public string Highest { get; init; } = "A";
}
