using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Admin.Web.Ward;

/// <summary>The ward's pages: by account, and by the short code on the wall.</summary>
internal static class WardRoutes
{
    public static async Task<IResult> Mine(HttpContext context, CareBoard board) => context.Page<WardPage>(new WardModel(await board.DevicesAsync(context.Staff()), await board.ReadAsync(context.Staff())));

    public static async Task<IResult> Declare(HttpContext context, Guid id, ReleaseDesk desk)
    {
        var form = await FormValues.ReadAsync(context);
        var outcome = await desk.DeclareAsync(context.Staff(), id, form.Text("state") == "in-use", context.RequestAborted);
        return context.SeeOther(LocalUrl.Or(form.Text("back"), "/ward"), outcome.Done ? "saved" : "ward.declare.refused");
    }

    public static async Task<IResult> Door(HttpContext context, string code, WardDoor door) =>
        await door.ReadAsync(code) is { } view ? context.Page<WardDoorPage>(new WardDoorModel(code, view, "")) : new NotFoundPage();

    public static async Task<IResult> Stop(HttpContext context, string code, WardDoor door, StaffWords words, ZoneClocks clocks)
    {
        var form = await FormValues.ReadAsync(context);
        var denial = await door.StopAsync(code, form.Id("device") ?? Guid.Empty, context.Source().Address, context.RequestAborted);
        if (await door.ReadAsync(code) is not { } view)
            return new NotFoundPage();
        return denial is null
            ? new SeeOther($"/ward-stop/{code}")
            : context.Page<WardDoorPage>(new WardDoorModel(code, view, words.Sentence(denial, clocks.House)), StatusCodes.Status409Conflict);
    }

    public static async Task<IResult> Label(HttpContext context, Guid id, Devices.DeviceRegister devices, AdminOptions options) =>
        await devices.GetAsync(id) is { } device
            ? context.Page<LabelPage>(new LabelModel(device, device.Unit is { WardCode.Length: > 0 } unit ? new Uri(options.BrowseUrl!, "/ward-stop/" + unit.WardCode).ToString() : ""))
            : new NotFoundPage();

    public static async Task<IResult> Renew(HttpContext context, Guid id, WardDoor door)
    {
        if (await door.UnitOfAsync(id) is { } unit)
            await door.RenewAsync(context.Staff(), unit.Id);
        return context.SeeOther($"/devices/{id}/label", "saved");
    }
}
