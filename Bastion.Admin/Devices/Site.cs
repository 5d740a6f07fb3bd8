namespace Bastion.Admin.Devices;

internal sealed class Site
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    /// <summary>IANA zone.</summary>
    public required string Zone { get; set; }

    /// <summary>In hours: see HoursRule. Empty is the usual week.</summary>
    public string Hours { get; set; } = "";

    public List<Unit> Units { get; set; } = [];
}
