namespace Bastion.Admin.Vendors;

internal enum VendorTrust
{
    New,
    Standard,
    Trusted,
    Watched,
}
