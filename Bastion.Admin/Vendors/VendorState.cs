namespace Bastion.Admin.Vendors;

internal enum VendorState
{
    Active,
    Suspended,
}
