using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Vendors;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Cuts;

/// <summary>The red button: pressed by one, lifted by two.</summary>
internal static class CutRoutes
{
    public static Task<IResult> Show(HttpContext context, RedButton button, DeviceRegister devices, VendorRegister vendors) => PageAsync(context, button, devices, vendors, "", FormErrors.None);

    public static async Task<IResult> Press(HttpContext context, RedButton button, DeviceRegister devices, VendorRegister vendors, StaffWords words, ZoneClocks clocks)
    {
        var form = await FormValues.ReadAsync(context);
        var target = form.Text("target").Split(':');
        var range = Enum.TryParse<CutRange>(target[0], out var chosen) ? chosen : CutRange.All;
        // Cutting everything wants the word typed: it is never a slip of the hand.
        if (range == CutRange.All && !string.Equals(form.Text("word"), words["cut.word"], StringComparison.OrdinalIgnoreCase))
            return await PageAsync(context, button, devices, vendors, form.Text("reason"), new FormErrors().Add("word", words["cut.word.wrong", words["cut.word"]]));
        var outcome = await button.PressAsync(context.Staff(), range, target.Length > 1 && Guid.TryParse(target[1], out var id) ? id : null, form.Text("reason"), context.RequestAborted);
        return outcome.Done
            ? context.SeeOther("/cuts", "cut.done")
            : await PageAsync(context, button, devices, vendors, form.Text("reason"), new FormErrors().Add("reason", words.Sentence(outcome.Denial, clocks.House)));
    }

    public static async Task<IResult> Lift(HttpContext context, Guid id, RedButton button, DeviceRegister devices, VendorRegister vendors, StaffWords words, ZoneClocks clocks)
    {
        var outcome = await button.LiftAsync(context.Staff(), id, context.RequestAborted);
        return outcome.Done
            ? context.SeeOther("/cuts", "cut.lift.done")
            : await PageAsync(context, button, devices, vendors, "", new FormErrors().Add("", words.Sentence(outcome.Denial, clocks.House)));
    }

    private static async Task<IResult> PageAsync(HttpContext context, RedButton button, DeviceRegister devices, VendorRegister vendors, string reason, FormErrors errors) =>
        context.Page<CutsPage>(new CutsModel(await button.ListAsync(), await devices.SitesAsync(), await vendors.ListAsync(), reason, errors, context.Staff().IsEngineer), Denials.Status(errors));
}
