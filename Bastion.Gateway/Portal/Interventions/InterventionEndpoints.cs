using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Shell;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.Interventions;

using InterventionsClient = Admin.Contracts.Interventions.InterventionsClient;

/// <summary>The list, one intervention, and taking a request back.</summary>
internal static class InterventionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/interventions", PortalAct.ReadInterventions, List);
        routes.Page("/interventions/{id}", PortalAct.ReadInterventions, Show);
        routes.Post("/interventions/{id}/withdraw", PortalAct.WithdrawIntervention, Withdraw);
    }

    private static async Task<IResult> List(PortalVisit visit, InterventionsClient interventions, TimeProvider clock, string? view, string? q, int? page)
    {
        var list = await interventions.ListAsync(visit.Key, cancellationToken: visit.Patience);
        return Answers.Page<ListPage>(new ListModel(list.Interventions, view, q, page ?? 1, clock.GetUtcNow()));
    }

    private static async Task<IResult> Show(string id, HttpContext http, GatewayOptions options, PortalVisit visit, InterventionsClient interventions, Identity.IdentityClient identity)
    {
        if (await FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        // The button of a web page leads, by redirects, to a host below this domain.
        if (options.Web.IsOn && view.EndpointProtocols.Contains("https"))
            PagePolicy.Of(http).AllowForm($"https://*.{options.Web.Domain}{(http.Request.Host.Port is { } port ? $":{port}" : "")}");
        var keys = view.CanOpenSoon() ? await identity.ListKeysAsync(visit.Key, cancellationToken: visit.Patience) : new KeyList();
        return Answers.Page<InterventionPage>(new InterventionModel(view, [.. keys.Keys]));
    }

    private static async Task<IResult> Withdraw(string id, PortalVisit visit, InterventionsClient interventions)
    {
        if (await FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        var done = await interventions.WithdrawAsync(new WithdrawRequest { Token = visit.Token, Id = view.Id }, cancellationToken: visit.Patience);
        return done.Refusal is null
            ? new SeeOther(view.Page() + "?done=withdrawn")
            : Answers.Page<InterventionPage>(new InterventionModel(view, []) { Refusal = done.Refusal }, StatusCodes.Status409Conflict);
    }

    /// <summary>Null when there is no such intervention of this technician.</summary>
    public static async Task<InterventionView?> FindAsync(string id, PortalVisit visit, InterventionsClient interventions)
    {
        if (id.Length > 64)
            return null;
        var reply = await interventions.GetAsync(new GetInterventionRequest { Token = visit.Token, Id = id }, cancellationToken: visit.Patience);
        return reply.Refusal is null ? reply.Intervention : null;
    }
}
