using Bastion.Admin.Identity;

namespace Bastion.Admin.Vendors;

internal sealed class Technician : Account
{
    public Guid VendorId { get; set; }

    public Vendor? Vendor { get; set; }

    public bool Manager { get; set; }
}
