namespace Bastion.Admin.Demo;

public sealed record DemoDevice
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    public required string Family { get; init; }

    /// <summary>A, B or C.</summary>
    public required string Criticality { get; init; }

    public required string Site { get; init; }

    public string? Unit { get; init; }

    public string Room { get; init; } = "";

    public IReadOnlyList<string> Vendors { get; init; } = [];

    public bool DiagnosisOnly { get; init; }

    /// <summary>Factory password, shared account, legacy protocol.</summary>
    public bool WeakAuthentication { get; init; }

    public IReadOnlyList<DemoEndpoint> Endpoints { get; init; } = [];
}
