using Bastion.Admin.Contracts;
using Bastion.Gateway.HttpsBroker;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.Portal.Shell;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.Web;

using InterventionsClient = Admin.Contracts.Interventions.InterventionsClient;

/// <summary>
/// From the portal to the web page of a device. A POST opens the session and leads to its host; that host sends the browser back with a state, and whoever
/// has the session's own sign-in gets a code for it. The portal's cookie never leaves the portal.
/// </summary>
internal static class WebEndpoints
{
    private const int LongestState = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/interventions/{id}/web", PortalAct.OpenWeb, Launch);
        routes.Page(WebDoorway.PortalPath, PortalAct.OpenWeb, Enter);
    }

    private static async Task<IResult> Launch(string id, HttpContext http, PortalVisit visit, InterventionsClient interventions, WebSessionStarter starter, Identity.IdentityClient identity)
    {
        if (!starter.IsOn || await InterventionEndpoints.FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        if (view.Blocked?.Code == "factor.stale")
            return new SeeOther("/confirm?back=" + Uri.EscapeDataString(view.Page()));
        var (session, refusal) = await starter.StartAsync(visit.Token, view.Id, visit.Source, http.RequestAborted);
        if (session is null)
        {
            var keys = await identity.ListKeysAsync(visit.Key, cancellationToken: visit.Patience);
            return Answers.Page<InterventionPage>(new InterventionModel(view, [.. keys.Keys]) { Refusal = refusal }, StatusCodes.Status409Conflict);
        }
        return new SeeHost(WebDoorway.StartAddress(HostOf(http, session)));
    }

    /// <summary>Not a word about which of the conditions failed: the session may be somebody else's.</summary>
    private static IResult Enter(HttpContext http, PortalVisit visit, WebSessions sessions, string? host, string? state)
    {
        if (host is null || state is not { Length: > 0 and <= LongestState } || sessions.Find(host) is not { } session || !session.IsOwnedBy(visit.Token)
            || visit.Source.Address != session.Session.Terms.Source || session.Entrance.NewCode(state) is not { } code)
            return Results.NotFound();
        return new SeeHost(WebDoorway.EnterAddress(HostOf(http, session), code));
    }

    private static string HostOf(HttpContext http, WebSession session) => session.Address.Host + (http.Request.Host.Port is { } port ? $":{port}" : "");
}
