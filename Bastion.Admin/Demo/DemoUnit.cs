namespace Bastion.Admin.Demo;

public sealed record DemoUnit
{
    public string Phone { get; init; } = "";

    /// <summary>Empty: those of the site.</summary>
    public string Hours { get; init; } = "";

    /// <summary>When nothing may be changed, written as hours.</summary>
    public string ChangeFree { get; init; } = "";

    /// <summary>Of the ward's page with the stop button.</summary>
    public string WardCode { get; init; } = "";
}
