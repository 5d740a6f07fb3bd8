namespace Bastion.Admin.Vendors;

/// <param name="Networks">CIDR or addresses, one per line; empty = any.</param>
internal sealed record VendorForm(string Name, string Networks, string Phone, string Email, VendorTrust Trust = VendorTrust.Standard);
