using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Web.Live;

/// <summary>POST /live/{id}/watching: the page is visible. POST /live/{id}/hand-over: another Engineer is asked to take the watch.</summary>
internal static class WatchingRoutes
{
    public static async Task<IResult> Beat(HttpContext context, Guid id, SessionFinder finder, Supervisors supervisors)
    {
        if (await finder.FindAsync(context.Staff(), id, context.RequestAborted) is not { Session: { MayAct: true } })
            return Results.StatusCode(StatusCodes.Status404NotFound);
        var form = await FormValues.ReadAsync(context);
        await supervisors.BeatAsync(context.Staff(), id, form.Ticked("tap"), context.RequestAborted);
        return Results.StatusCode(StatusCodes.Status204NoContent);
    }

    public static async Task<IResult> HandOver(HttpContext context, Guid id, HandOvers handOvers)
    {
        var form = await FormValues.ReadAsync(context);
        var done = await handOvers.AskAsync(context.Staff(), id, form.Id("to") ?? Guid.Empty, context.RequestAborted);
        return context.SeeOther($"/live/{id}", done ? "handover.done" : "handover.refused");
    }
}
