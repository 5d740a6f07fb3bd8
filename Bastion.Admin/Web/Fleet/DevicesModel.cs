using Bastion.Admin.Devices;
using Bastion.Admin.Vendors;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Fleet;

internal sealed record DevicesModel(IReadOnlyList<Device> Devices, IReadOnlyList<Site> Sites, IReadOnlyList<Vendor> Vendors, DeviceForm Input, FormErrors Errors, FormErrors SiteErrors, bool MayEdit, string Text);
