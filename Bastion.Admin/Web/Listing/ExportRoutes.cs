using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Bastion.Admin.Vendors;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Web.Listing;

/// <summary>The lists as files, with the same filters as their pages.</summary>
internal static class ExportRoutes
{
    private const int MaxRows = 20_000;

    public static async Task<IResult> Interventions(HttpContext context, InterventionReader interventions, StaffWords words, string? filter, string? q, string? sort)
    {
        var page = await interventions.PageAsync(context.Staff(), new InterventionQuery(ListRoutes.StatesOf(filter), (q ?? "").Trim(), sort ?? "", 0, MaxRows), context.RequestAborted);
        var head = new[] { words["list.col.number"], words["list.col.state"], words["list.col.device"], words["devices.place"], words["devices.criticality"], words["list.col.vendor"], words["list.col.who"], words["csv.from"], words["csv.until"], words["list.col.what"] };
        return new CsvAnswer("interventions", [head, .. page.Rows.Select(row => (IReadOnlyList<string>)
        [
            row.Number, words.Of("state", row.State), row.DeviceName, row.Place, row.Criticality.ToString(), row.VendorName, string.Join("; ", row.Technicians), Denial.Instant(row.NotBefore), Denial.Instant(row.NotAfter), row.Symptom,
        ])]);
    }

    public static async Task<IResult> Devices(HttpContext context, DeviceRegister devices, StaffWords words)
    {
        var head = new[] { words["list.col.device"], words["csv.label"], words["csv.family"], words["devices.criticality"], words["devices.place"], words["list.col.state"], words["decide.endpoint"] };
        return new CsvAnswer("devices", [head, .. (await devices.ListAsync()).Select(device => (IReadOnlyList<string>)
        [
            device.Name, device.Label, words.Of("family", device.Family), device.Criticality.ToString(), Places.Of(device), words.Of("device", device.State), string.Join("; ", device.Endpoints.Select(endpoint => Protocols.Word(endpoint.Protocol))),
        ])]);
    }

    public static async Task<IResult> Vendors(HttpContext context, VendorRegister vendors, StaffWords words)
    {
        var head = new[] { words["list.col.vendor"], words["list.col.state"], words["csv.trust"], words["csv.networks"], words["csv.phone"] };
        return new CsvAnswer("vendors", [head, .. (await vendors.ListAsync()).Select(vendor => (IReadOnlyList<string>)[vendor.Name, vendor.State.ToString(), vendor.Trust.ToString(), vendor.Networks.ReplaceLineEndings(" "), vendor.Phone])]);
    }
}
