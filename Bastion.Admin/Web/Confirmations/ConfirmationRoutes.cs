using Bastion.Admin.Rights;
using Bastion.Admin.Rights.TwoPersons;
using Bastion.Admin.Web.Decisions;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Confirmations;

/// <summary>Acts that wait for a second person.</summary>
internal static class ConfirmationRoutes
{
    public static Task<IResult> List(HttpContext context, ProposalDesk desk) => ShowAsync(context, desk);

    public static async Task<IResult> Confirm(HttpContext context, Guid id, ProposalDesk desk, FactorDesk factors, StaffWords words, WallClock clock)
    {
        var form = await FormValues.ReadAsync(context);
        if (await factors.RefreshAsync(context, form.Text("code")) is { } wrong)
            return await ShowAsync(context, desk, words.Sentence(wrong, clock));
        var about = (await desk.ListAsync()).Find(one => one.Id == id)?.About;
        var outcome = await desk.ConfirmAsync(context.Staff(), id, context.RequestAborted);
        if (!outcome.Done)
            return await ShowAsync(context, desk, words.Sentence(outcome.Denial, clock));
        return outcome.Value.Length == 0 ? context.SeeOther("/confirmations", "proposal.done.confirmed") : await ShowAsync(context, desk, link: outcome.Value, linkFor: about);
    }

    public static async Task<IResult> Dismiss(HttpContext context, Guid id, ProposalDesk desk, StaffWords words, WallClock clock) =>
        await desk.DismissAsync(context.Staff(), id, context.RequestAborted) is { } refused
            ? await ShowAsync(context, desk, words.Sentence(refused, clock))
            : context.SeeOther("/confirmations", "proposal.done.dismissed");

    private static async Task<IResult> ShowAsync(HttpContext context, ProposalDesk desk, string? said = null, string? link = null, string? linkFor = null) =>
        context.Page<ConfirmationsPage>(
            new ConfirmationsModel(await desk.ListAsync(), RightsJudge.Admits(context.Staff(), "proposal.confirm"), said, link, linkFor),
            said is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
