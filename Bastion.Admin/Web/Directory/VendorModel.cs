using Bastion.Admin.Vendors;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Directory;

/// <param name="Vendor">Who.</param>
/// <param name="Technicians">Of the vendor.</param>
/// <param name="Input">The form of the vendor.</param>
/// <param name="Errors">Of that form.</param>
/// <param name="Invite">The form of a new technician.</param>
/// <param name="InviteErrors">Of that form.</param>
/// <param name="Link">A one-use address that was just made; shown on this answer only.</param>
/// <param name="LinkFor">Whom it is for.</param>
internal sealed record VendorModel(
    Vendor Vendor, IReadOnlyList<Technician> Technicians, VendorForm Input, FormErrors Errors, TechnicianForm Invite, FormErrors InviteErrors, string? Link, string? LinkFor)
{
    // The link is a secret until it is used.
    public override string ToString() => Vendor.Name;
}
