using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Admin.Web.Decisions;

/// <summary>Freeze, resume, stop and extend: from the live pages and from the intervention's own. A refused act comes back on the intervention's page, in its dialog.</summary>
internal static class ActRoutes
{
    public static Task<IResult> Freeze(HttpContext context, Guid id, InterventionDesk desk, SheetPages pages, StaffWords words, ZoneClocks clocks) =>
        ActAsync(context, id, pages, words, clocks, "", "", form => desk.FreezeAsync(context.Staff(), id, form.Text("reason"), context.RequestAborted), _ => "freeze.done");

    public static Task<IResult> Resume(HttpContext context, Guid id, InterventionDesk desk, SheetPages pages, StaffWords words, ZoneClocks clocks) =>
        ActAsync(context, id, pages, words, clocks, "", "", _ => desk.ResumeAsync(context.Staff(), id, context.RequestAborted), done => done.Pending ? "resume.pending" : "resume.done");

    public static Task<IResult> Stop(HttpContext context, Guid id, InterventionDesk desk, SheetPages pages, StaffWords words, ZoneClocks clocks) =>
        ActAsync(context, id, pages, words, clocks, "stop", "reason", form => desk.RevokeAsync(context.Staff(), id, form.Text("reason"), context.RequestAborted), _ => "stop.done");

    public static Task<IResult> Extend(HttpContext context, Guid id, InterventionDesk desk, SheetPages pages, StaffWords words, ZoneClocks clocks) =>
        ActAsync(context, id, pages, words, clocks, "extend", "minutes", form => desk.ExtendAsync(context.Staff(), id, form.Number("minutes") ?? 0, form.Text("reason"), context.RequestAborted), done => done.Pending ? "extend.pending" : "extend.done");

    public static Task<IResult> Notify(HttpContext context, Guid id, InterventionDesk desk, SheetPages pages, StaffWords words, ZoneClocks clocks) =>
        ActAsync(context, id, pages, words, clocks, "", "", form => desk.NotifyAsync(context.Staff(), id, form.Text("text"), context.RequestAborted), _ => "notify.done");

    public static Task<IResult> Finish(HttpContext context, Guid id, InterventionDesk desk, SheetPages pages, StaffWords words, ZoneClocks clocks) =>
        ActAsync(context, id, pages, words, clocks, "", "", _ => desk.FinishAsync(context.Staff(), id, context.RequestAborted), _ => "finish.done");

    private static async Task<IResult> ActAsync(
        HttpContext context, Guid id, SheetPages pages, StaffWords words, ZoneClocks clocks, string dialog, string field,
        Func<FormValues, Task<Outcome<ActDone>>> act, Func<ActDone, string> said)
    {
        var form = await FormValues.ReadAsync(context);
        var outcome = await act(form);
        if (outcome.Done)
            return context.SeeOther(LocalUrl.Or(form.Text("back"), $"/interventions/{id}"), said(outcome.Value));
        var input = new DecisionInput("", "", "", "", SessionControls.None, form.Text("reason"));
        return await pages.ShowAsync(context, id.ToString(), dialog.Length == 0 ? null : input, new FormErrors().Add(field.Length == 0 ? "" : $"{dialog}-{field}", words.Sentence(outcome.Denial, clocks.House)), dialog);
    }
}
