namespace Bastion.Admin.Devices;

/// <summary>This vendor may ask for this device.</summary>
internal sealed class DeviceOffer
{
    public Guid DeviceId { get; set; }

    public Guid VendorId { get; set; }
}
