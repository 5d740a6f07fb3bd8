using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Fleet;

/// <summary>Devices and sites. Secrets go in and are never shown.</summary>
internal static class DeviceRoutes
{
    public static Task<IResult> List(HttpContext context, FleetPages pages, string? q) => pages.ListAsync(context, (q ?? "").Trim());

    public static async Task<IResult> Add(HttpContext context, FleetPages pages, DeviceRegister devices, StaffWords words, WallClock clock)
    {
        var input = Read(await FormValues.ReadAsync(context));
        var outcome = await devices.SaveAsync(context.Staff().Actor, context.Staff().Role, null, input, context.RequestAborted);
        return outcome.Done
            ? context.SeeOther($"/devices/{outcome.Value}", "device.done.added")
            : await pages.ListAsync(context, "", input, Denials.Errors(outcome.Denial, words, clock));
    }

    public static async Task<IResult> AddSite(HttpContext context, FleetPages pages, DeviceRegister devices, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        var units = form.Text("units").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var outcome = await devices.SaveSiteAsync(context.Staff().Actor, context.Staff().Role, null, form.Text("name"), form.Text("zone"), units, context.RequestAborted);
        return outcome.Done ? context.SeeOther("/devices", "saved") : await pages.ListAsync(context, "", siteErrors: Denials.Errors(outcome.Denial, words, clock));
    }

    public static Task<IResult> Show(HttpContext context, Guid id, FleetPages pages) => pages.ShowAsync(context, id);

    public static async Task<IResult> Save(HttpContext context, Guid id, FleetPages pages, DeviceRegister devices, StaffWords words, WallClock clock)
    {
        var input = Read(await FormValues.ReadAsync(context));
        var outcome = await devices.SaveAsync(context.Staff().Actor, context.Staff().Role, id, input, context.RequestAborted);
        return outcome.Done ? context.SeeOther($"/devices/{id}", "saved") : await pages.ShowAsync(context, id, input, Denials.Errors(outcome.Denial, words, clock));
    }

    public static async Task<IResult> SaveEndpoint(HttpContext context, Guid id, FleetPages pages, DeviceRegister devices, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        var kind = form.Choice<CredentialKind>("credentialKind") ?? CredentialKind.Password;
        // A key file keeps its own line ends; a browser sends CR LF.
        var secret = form.Raw("secret") is { Length: > 0 } typed ? kind != CredentialKind.Password ? typed.ReplaceLineEndings("\n").TrimEnd('\n') + "\n" : typed : null;
        var protocol = form.Choice<EndpointProtocol>("protocol") ?? EndpointProtocol.Ssh;
        var page = protocol == EndpointProtocol.Https ? HttpProfileForm.Read(form, clock) : null;
        var input = new EndpointForm(protocol, form.Text("host"), form.Number("port") ?? 0, form.Text("account"), kind, secret, form.Raw("passphrase"), form.Ticked("legacyAlgorithms"), page, form.Ticked("rdpWithoutNla"));
        var outcome = await devices.SaveEndpointAsync(context.Staff().Actor, context.Staff().Role, id, form.Id("endpoint"), input, context.RequestAborted);
        return outcome.Done
            ? context.SeeOther($"/devices/{id}", "saved")
            : await pages.ShowAsync(context, id, endpoint: input with { Secret = null, Passphrase = null }, endpointErrors: Denials.Errors(outcome.Denial, words, clock));
    }

    public static Task<IResult> Scan(HttpContext context, Guid id, Guid endpoint, FleetPages pages, HostKeyScans scans, StaffWords words, WallClock clock) =>
        ScanActAsync(context, id, pages, words, clock, async () => (await scans.AskAsync(context.Staff(), endpoint, context.RequestAborted)).Denial, "scan.done.asked");

    public static Task<IResult> Confirm(HttpContext context, Guid id, Guid scan, FleetPages pages, HostKeyScans scans, StaffWords words, WallClock clock) =>
        ScanActAsync(context, id, pages, words, clock, async () => (await scans.ConfirmAsync(context.Staff(), scan, context.RequestAborted)).Denial, "scan.done.confirmed");

    public static Task<IResult> Dismiss(HttpContext context, Guid id, Guid scan, FleetPages pages, HostKeyScans scans, StaffWords words, WallClock clock) =>
        ScanActAsync(context, id, pages, words, clock, async () => (await scans.DismissAsync(context.Staff(), scan, context.RequestAborted)).Denial, "scan.done.dismissed");

    private static async Task<IResult> ScanActAsync(HttpContext context, Guid id, FleetPages pages, StaffWords words, WallClock clock, Func<Task<Denial?>> act, string said) =>
        await act() is { } denial
            ? await pages.ShowAsync(context, id, scanErrors: new FormErrors().Add("", words.Sentence(denial, clock)))
            : context.SeeOther($"/devices/{id}", said);

    private static DeviceForm Read(FormValues form) => new(
        form.Text("name"), form.Text("label"), form.Choice<DeviceFamily>("family") ?? DeviceFamily.Laboratory, form.Choice<Criticality>("criticality") ?? Criticality.B,
        form.Id("siteId") ?? Guid.Empty, form.Id("unitId"), form.Text("room"), [.. form.Many("vendors").Select(one => Guid.TryParse(one, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)], form.Ticked("diagnosisOnly"));
}
