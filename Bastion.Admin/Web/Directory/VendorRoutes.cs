using Bastion.Admin.Vendors;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Directory;

/// <summary>Vendors and their technicians.</summary>
internal static class VendorRoutes
{
    private static readonly VendorForm Blank = new("", "", "", "");

    public static async Task<IResult> List(HttpContext context, VendorRegister vendors, PeopleRegister people) =>
        await ListAsync(context, vendors, people, Blank, FormErrors.None);

    public static async Task<IResult> Add(HttpContext context, VendorRegister vendors, PeopleRegister people, StaffWords words, WallClock clock)
    {
        var input = Read(await FormValues.ReadAsync(context));
        var outcome = await vendors.SaveAsync(context.Staff().Actor, context.Staff().Role, null, input, context.RequestAborted);
        return outcome.Done
            ? context.SeeOther($"/vendors/{outcome.Value}", "vendor.done.added")
            : await ListAsync(context, vendors, people, input, Denials.Errors(outcome.Denial, words, clock));
    }

    public static Task<IResult> Show(HttpContext context, Guid id, VendorRegister vendors, PeopleRegister people) => ShowAsync(context, id, vendors, people);

    public static async Task<IResult> Save(HttpContext context, Guid id, VendorRegister vendors, PeopleRegister people, StaffWords words, WallClock clock)
    {
        var input = Read(await FormValues.ReadAsync(context));
        var outcome = await vendors.SaveAsync(context.Staff().Actor, context.Staff().Role, id, input, context.RequestAborted);
        return outcome.Done
            ? context.SeeOther($"/vendors/{id}", "saved")
            : await ShowAsync(context, id, vendors, people, input, Denials.Errors(outcome.Denial, words, clock));
    }

    /// <summary>Answers the page with the link, not a redirect: the link is nowhere but on this answer.</summary>
    public static async Task<IResult> Invite(HttpContext context, Guid id, VendorRegister vendors, PeopleRegister people, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        var input = new TechnicianForm(form.Text("login"), form.Text("name"), id, form.Ticked("manager"), form.Text("language") == "en" ? "en" : "fr");
        var outcome = await people.AddTechnicianAsync(context.Staff(), input, context.RequestAborted);
        return outcome.Done
            ? await ShowAsync(context, id, vendors, people, link: outcome.Value.Link, linkFor: input.Name)
            : await ShowAsync(context, id, vendors, people, invite: input, inviteErrors: Denials.Errors(outcome.Denial, words, clock));
    }

    private static VendorForm Read(FormValues form) =>
        new(form.Text("name"), form.Text("networks"), form.Text("phone"), form.Text("email"), form.Choice<VendorTrust>("trust") ?? VendorTrust.Standard, form.Ticked("sshCompatible"));

    private static async Task<IResult> ListAsync(HttpContext context, VendorRegister vendors, PeopleRegister people, VendorForm input, FormErrors errors)
    {
        var counts = (await people.TechniciansAsync()).GroupBy(one => one.VendorId).ToDictionary(group => group.Key, group => group.Count());
        return context.Page<VendorsPage>(new VendorsModel(await vendors.ListAsync(), counts, input, errors), Denials.Status(errors));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Guid id, VendorRegister vendors, PeopleRegister people,
        VendorForm? input = null, FormErrors? errors = null, TechnicianForm? invite = null, FormErrors? inviteErrors = null, string? link = null, string? linkFor = null)
    {
        if (await vendors.GetAsync(id) is not { } vendor)
            return new NotFoundPage();
        var model = new VendorModel(
            vendor, await people.TechniciansAsync(id), input ?? new VendorForm(vendor.Name, vendor.Networks, vendor.Phone, vendor.Email, vendor.Trust, vendor.SshCompatible), errors ?? FormErrors.None,
            invite ?? new TechnicianForm("", "", id, false), inviteErrors ?? FormErrors.None, link, linkFor);
        return context.Page<VendorPage>(model, Denials.Status(errors ?? inviteErrors ?? FormErrors.None));
    }
}
