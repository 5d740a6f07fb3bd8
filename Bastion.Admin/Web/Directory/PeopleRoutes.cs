using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Vendors;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Security;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Directory;

/// <summary>Staff: who they are, what they may decide on, and their one-use links.</summary>
internal static class PeopleRoutes
{
    private static readonly StaffForm Blank = new("", "", StaffRole.Engineer, Disciplines.Biomedical, []);

    public static Task<IResult> List(HttpContext context, PeopleRegister people, DeviceRegister devices) => ListAsync(context, people, devices, Blank, FormErrors.None);

    public static async Task<IResult> Add(HttpContext context, PeopleRegister people, DeviceRegister devices, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        var disciplines = form.Many("disciplines").Aggregate(Disciplines.None, (all, one) => Enum.TryParse<Disciplines>(one, out var flag) ? all | flag : all);
        var highest = form.Choice<Criticality>("highest") ?? Criticality.A;
        var scope = form.Text("site") == "none" ? [] : new[] { new ScopeForm(form.Id("site"), null, null, highest) };
        var input = new StaffForm(form.Text("login"), form.Text("name"), form.Choice<StaffRole>("role") ?? StaffRole.Engineer, disciplines, scope, form.Text("language") == "en" ? "en" : "fr");
        var outcome = await people.AddStaffAsync(context.Staff(), input, context.RequestAborted);
        if (outcome is { Done: true, Value.Waits: true })
            return context.SeeOther("/confirmations", "proposal.done.asked");
        return outcome.Done
            ? await ListAsync(context, people, devices, Blank, FormErrors.None, outcome.Value.Link, input.Name)
            : await ListAsync(context, people, devices, input, Denials.Errors(outcome.Denial, words, clock));
    }

    /// <summary>A new link for staff or technician; answered on a page, nowhere else.</summary>
    public static async Task<IResult> Renew(HttpContext context, Guid id, PeopleRegister people, DeviceRegister devices, StaffWords words, WallClock clock)
    {
        var outcome = await people.RenewLinkAsync(context.Staff(), id, context.RequestAborted);
        if (!outcome.Done)
            return await ListAsync(context, people, devices, Blank, Denials.Errors(outcome.Denial, words, clock));
        if (outcome.Value.Length == 0)
            return context.SeeOther("/confirmations", "proposal.done.asked");
        var name = (await people.StaffAsync()).FirstOrDefault(one => one.Id == id)?.Name ?? (await people.TechniciansAsync()).FirstOrDefault(one => one.Id == id)?.Name;
        return await ListAsync(context, people, devices, Blank, FormErrors.None, outcome.Value, name);
    }

    public static async Task<IResult> Disable(HttpContext context, Guid id, PeopleRegister people, DeviceRegister devices, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        var outcome = await people.DisableAsync(context.Staff(), id, form.Text("reason"), context.RequestAborted);
        return outcome.Done
            ? context.SeeOther(LocalUrl.Or(form.Text("back"), "/people"), "person.done.disabled")
            : await ListAsync(context, people, devices, Blank, Denials.Errors(outcome.Denial, words, clock));
    }

    private static async Task<IResult> ListAsync(HttpContext context, PeopleRegister people, DeviceRegister devices, StaffForm input, FormErrors errors, string? link = null, string? linkFor = null) =>
        context.Page<PeoplePage>(new PeopleModel(await people.StaffAsync(), await devices.SitesAsync(), input, errors, link, linkFor), Denials.Status(errors));
}
