using Bastion.Admin.Devices;
using Bastion.Admin.Vendors;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Fleet;

/// <param name="EndpointId">Which endpoint's form came back refused; null for the new one's.</param>
internal sealed record DeviceModel(
    Device Device, IReadOnlyList<Site> Sites, IReadOnlyList<Vendor> Vendors, IReadOnlyList<HostKeyScan> Scans, DeviceForm Input, FormErrors Errors,
    EndpointForm Endpoint, FormErrors EndpointErrors, FormErrors ScanErrors, bool MayEdit, bool MayScan, bool MayConfirm);
