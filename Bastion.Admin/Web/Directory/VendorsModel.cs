using Bastion.Admin.Vendors;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Directory;

internal sealed record VendorsModel(IReadOnlyList<Vendor> Vendors, IReadOnlyDictionary<Guid, int> Technicians, VendorForm Input, FormErrors Errors);
