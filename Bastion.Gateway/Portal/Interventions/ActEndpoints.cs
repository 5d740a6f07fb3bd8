using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Shell;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.Interventions;

using InterventionsClient = Admin.Contracts.Interventions.InterventionsClient;

/// <summary>What a technician does while the intervention is open: ask for time, mark a critical operation, speak to the hospital, say that the work is done.</summary>
internal static class ActEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/interventions/{id}/ask-time", PortalAct.ActInIntervention, AskTime);
        routes.Post("/interventions/{id}/critical", PortalAct.ActInIntervention, Critical);
        routes.Post("/interventions/{id}/say", PortalAct.ActInIntervention, Say);
        routes.Post("/interventions/{id}/finish", PortalAct.ActInIntervention, Finish);
    }

    private static Task<IResult> AskTime(string id, HttpContext http, PortalVisit visit, InterventionsClient interventions) => DoAsync(id, http, visit, interventions, "asked", async (form, view) => (await interventions.AskTimeAsync(
        new AskTimeRequest { Token = visit.Token, Id = view.Id, Minutes = int.TryParse(form["minutes"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0, Reason = form["reason"] }, cancellationToken: visit.Patience)).Refusal);

    private static Task<IResult> Critical(string id, HttpContext http, PortalVisit visit, InterventionsClient interventions) => DoAsync(id, http, visit, interventions, "critical", async (form, view) => (await interventions.MarkCriticalAsync(
        new MarkCriticalRequest { Token = visit.Token, Id = view.Id, Text = form["text"], Marked = form["marked"] == "yes" }, cancellationToken: visit.Patience)).Refusal);

    private static Task<IResult> Say(string id, HttpContext http, PortalVisit visit, InterventionsClient interventions) => DoAsync(id, http, visit, interventions, "said", async (form, view) => (await interventions.SayAsync(
        new SayRequest { Token = visit.Token, Id = view.Id, Text = form["text"] }, cancellationToken: visit.Patience)).Refusal);

    private static Task<IResult> Finish(string id, HttpContext http, PortalVisit visit, InterventionsClient interventions) => DoAsync(id, http, visit, interventions, "finished", async (_, view) => (await interventions.FinishAsync(
        new WithdrawRequest { Token = visit.Token, Id = view.Id }, cancellationToken: visit.Patience)).Refusal);

    private static async Task<IResult> DoAsync(string id, HttpContext http, PortalVisit visit, InterventionsClient interventions, string done, Func<PortalForm, InterventionView, Task<Refusal?>> act)
    {
        if (await InterventionEndpoints.FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        var refusal = await act(await PortalForm.ReadAsync(http), view);
        return refusal is null
            ? new SeeOther($"{view.Page()}?done={done}")
            : Answers.Page<InterventionPage>(new InterventionModel(view, []) { Refusal = refusal }, StatusCodes.Status409Conflict);
    }
}
