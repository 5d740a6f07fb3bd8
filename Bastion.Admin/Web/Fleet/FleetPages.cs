using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Fleet;

/// <summary>Puts the two pages of the fleet together, fresh or after a refused form.</summary>
internal sealed class FleetPages(DeviceRegister devices, VendorRegister vendors, HostKeyScans scans)
{
    private static readonly EndpointForm BlankEndpoint = new(EndpointProtocol.Ssh, "", 22, "", CredentialKind.Password, null);

    public async Task<IResult> ListAsync(HttpContext context, string text, DeviceForm? input = null, FormErrors? errors = null, FormErrors? siteErrors = null)
    {
        var sites = await devices.SitesAsync();
        var all = await devices.ListAsync();
        var shown = all.Where(device => text.Length == 0 || $"{device.Name} {device.Label} {device.Site?.Name} {device.Unit?.Name} {device.Room}".Contains(text, StringComparison.CurrentCultureIgnoreCase)).ToList();
        var blank = new DeviceForm("", "", DeviceFamily.Laboratory, Criticality.B, sites.FirstOrDefault()?.Id ?? Guid.Empty, null, "", []);
        var model = new DevicesModel(shown, sites, await vendors.ListAsync(), input ?? blank, errors ?? FormErrors.None, siteErrors ?? FormErrors.None, context.Staff().Role == StaffRole.Administrator, text);
        return context.Page<DevicesPage>(model, Denials.Status(errors ?? siteErrors ?? FormErrors.None));
    }

    public async Task<IResult> ShowAsync(
        HttpContext context, Guid id, DeviceForm? input = null, FormErrors? errors = null, EndpointForm? endpoint = null, FormErrors? endpointErrors = null, FormErrors? scanErrors = null)
    {
        if (await devices.GetAsync(id) is not { } device)
            return new NotFoundPage();
        var staff = context.Staff();
        var now = new DeviceForm(device.Name, device.Label, device.Family, device.Criticality, device.SiteId, device.UnitId, device.Room, [.. device.Offers.Select(offer => offer.VendorId)], device.DiagnosisOnly);
        var model = new DeviceModel(
            device, await devices.SitesAsync(), await vendors.ListAsync(), await scans.ListAsync(id), input ?? now, errors ?? FormErrors.None, endpoint ?? BlankEndpoint, endpointErrors ?? FormErrors.None, scanErrors ?? FormErrors.None,
            MayEdit: staff.Role == StaffRole.Administrator, MayScan: staff.Role is StaffRole.Administrator or StaffRole.Engineer, MayConfirm: staff.Role == StaffRole.Engineer);
        return context.Page<DevicePage>(model, Denials.Status(errors ?? endpointErrors ?? scanErrors ?? FormErrors.None));
    }
}
