using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Admin.Web.Decisions;

/// <summary>Approve and refuse.</summary>
internal static class DecisionRoutes
{
    public static Task<IResult> Show(HttpContext context, string id, SheetPages pages) => pages.ShowAsync(context, id);

    public static async Task<IResult> Approve(HttpContext context, string id, SheetPages pages, InterventionReader interventions, InterventionDesk desk, FactorDesk factors, StaffWords words, ZoneClocks clocks)
    {
        var form = await FormValues.ReadAsync(context);
        var input = DecisionInput.Of(form);
        if (await interventions.GetAsync(context.Staff(), id, context.RequestAborted) is not { } sheet)
            return new NotFoundPage();
        var clock = clocks.Of(sheet.Row.Zone);
        if (DecisionInput.Window(form, sheet, clock) is not var (from, until))
            return await pages.ShowAsync(context, id, input, new FormErrors().Add("startTime", words["decide.window.unreadable"]));
        if (until <= from)
            return await pages.ShowAsync(context, id, input, new FormErrors().Add("endTime", words["decide.window.backwards", clock.Hour(from)]));
        if (await factors.RefreshAsync(context, form.Text("code")) is { } stale)
            return await pages.ShowAsync(context, id, input, new FormErrors().Add("code", words.Sentence(stale, clock)));

        var command = new ApproveCommand(
            sheet.Row.Id, form.Number("requestVersion") ?? 0, form.Number("deviceVersion") ?? 0, from, until,
            input.Controls & DecisionInput.Offered(sheet), input.Comment, DecisionText.Of(sheet, words, clocks));
        var outcome = await desk.ApproveAsync(context.Staff(), command, context.RequestAborted);
        return outcome.Done
            ? context.SeeOther("/inbox", outcome.Value.Pending ? "decide.done.pending" : "decide.done.approved")
            : await pages.ShowAsync(context, id, input, new FormErrors().Add(FieldOf(outcome.Denial.Code), words.Sentence(outcome.Denial, clock)));
    }

    public static async Task<IResult> Refuse(HttpContext context, string id, SheetPages pages, InterventionReader interventions, InterventionDesk desk, StaffWords words, ZoneClocks clocks)
    {
        var form = await FormValues.ReadAsync(context);
        var input = DecisionInput.Of(form);
        if (await interventions.GetAsync(context.Staff(), id, context.RequestAborted) is not { } sheet)
            return new NotFoundPage();
        var outcome = await desk.RefuseAsync(context.Staff(), sheet.Row.Id, input.Comment, context.RequestAborted);
        return outcome.Done
            ? context.SeeOther("/inbox", "decide.done.refused")
            : await pages.ShowAsync(context, id, input, new FormErrors().Add(FieldOf(outcome.Denial.Code), words.Sentence(outcome.Denial, clocks.Of(sheet.Row.Zone))));
    }

    private static string FieldOf(string code) => code switch
    {
        DenialCode.ReasonTooShort => "comment",
        DenialCode.FactorStale or DenialCode.CodeWrong => "code",
        DenialCode.WindowWider or DenialCode.WindowInvalid or DenialCode.DeviceBooked => "startTime",
        _ => "",
    };
}
