namespace Bastion.Admin.Devices;

internal sealed class Unit
{
    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public required string Name { get; set; }

    public string Phone { get; set; } = "";

    /// <summary>Its own hours; empty: those of the site.</summary>
    public string Hours { get; set; } = "";

    /// <summary>When nothing may be changed on its devices, written as hours.</summary>
    public string ChangeFree { get; set; } = "";

    /// <summary>Leads to the ward's page with the stop button, without an account; empty: none printed yet.</summary>
    public string WardCode { get; set; } = "";
}
