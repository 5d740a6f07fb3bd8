using Bastion.Admin.Files;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Files;

/// <summary>Held uploads: the list, letting one pass, refusing one.</summary>
internal static class HeldRoutes
{
    public static async Task<IResult> Show(HttpContext context, HeldDesk desk) =>
        context.Page<HeldPage>(new HeldModel(await desk.ListAsync(context.Staff()), null, "", FormErrors.None));

    public static async Task<IResult> Release(HttpContext context, Guid id, HeldDesk desk, StaffWords words, WallClock clock)
    {
        var outcome = await desk.ReleaseAsync(context.Staff(), id, context.RequestAborted);
        return outcome.Done
            ? context.SeeOther("/files", outcome.Value.Pending ? "files.release.pending" : "files.release.done")
            : await AgainAsync(context, desk, null, "", new FormErrors().Add("", words.Sentence(outcome.Denial, clock)));
    }

    public static async Task<IResult> Refuse(HttpContext context, Guid id, HeldDesk desk, StaffWords words, WallClock clock)
    {
        var reason = (await FormValues.ReadAsync(context)).Text("reason");
        var outcome = await desk.RefuseAsync(context.Staff(), id, reason, context.RequestAborted);
        return outcome.Done
            ? context.SeeOther("/files", "files.refuse.done")
            : await AgainAsync(context, desk, id, reason, new FormErrors().Add(outcome.Denial.Code == DenialCode.ReasonTooShort ? "reason" : "", words.Sentence(outcome.Denial, clock)));
    }

    private static async Task<IResult> AgainAsync(HttpContext context, HeldDesk desk, Guid? refusing, string reason, FormErrors errors) =>
        context.Page<HeldPage>(new HeldModel(await desk.ListAsync(context.Staff()), refusing, reason, errors), StatusCodes.Status422UnprocessableEntity);
}
