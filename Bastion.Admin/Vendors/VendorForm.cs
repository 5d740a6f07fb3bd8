namespace Bastion.Admin.Vendors;

/// <param name="Networks">CIDR or addresses, one per line; empty = any.</param>
/// <param name="SshCompatible">May use the SSH listener for old programs.</param>
internal sealed record VendorForm(string Name, string Networks, string Phone, string Email, VendorTrust Trust = VendorTrust.Standard, bool SshCompatible = false);
