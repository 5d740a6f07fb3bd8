namespace Bastion.Admin.Devices;

internal sealed class Unit
{
    public Guid Id { get; set; }

    public Guid SiteId { get; set; }

    public required string Name { get; set; }

    public string Phone { get; set; } = "";
}
