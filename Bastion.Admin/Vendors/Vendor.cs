using Bastion.Admin.Persistence;

namespace Bastion.Admin.Vendors;

internal sealed class Vendor : IVersioned
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    public VendorState State { get; set; } = VendorState.Active;

    public VendorTrust Trust { get; set; } = VendorTrust.Standard;

    /// <summary>Declared source networks, CIDR, one per line; empty = any.</summary>
    public string Networks { get; set; } = "";

    /// <summary>Its technicians may use the SSH listener for old programs.</summary>
    public bool SshCompatible { get; set; }

    public string Phone { get; set; } = "";

    /// <summary>Basis of a transfer outside the EEA, as its contract names it; empty: none.</summary>
    public string TransferBasis { get; set; } = "";

    public string Email { get; set; } = "";

    public Guid Version { get; set; }
}
