namespace Bastion.Admin.Demo;

/// <summary>
/// The demo hospital as data: <c>Bastion.Admin settings.json seed-demo demo-seed.json</c>. Refused unless the settings say <c>"demo": true</c>
/// and the database has nobody in it. JSON names are camelCase, enum words as in the code, references are names.
/// </summary>
public sealed record DemoSeed
{
    public IReadOnlyList<DemoSite> Sites { get; init; } = [];

    public IReadOnlyList<DemoVendor> Vendors { get; init; } = [];

    public IReadOnlyList<DemoPerson> People { get; init; } = [];

    public IReadOnlyList<DemoDevice> Devices { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<DemoIntervention> History { get; init; } = [];
}
