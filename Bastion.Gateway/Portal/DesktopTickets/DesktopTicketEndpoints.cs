using System.Text.RegularExpressions;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.Portal.Shell;
using Bastion.Gateway.RdpBroker;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.DesktopTickets;

using InterventionsClient = Admin.Contracts.Interventions.InterventionsClient;

/// <summary>A ticket for the technician's own desktop client: a POST gives it out, the file names it and holds no secret.</summary>
internal static partial class DesktopTicketEndpoints
{
    private const string FileType = "application/x-rdp";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/interventions/{id}/desktop-ticket", PortalAct.OpenDesktopClient, Issue);
        routes.Page("/interventions/{id}/desktop.rdp", PortalAct.OpenDesktopClient, Download);
    }

    private static async Task<IResult> Issue(string id, HttpContext http, GatewayOptions options, [Microsoft.AspNetCore.Mvc.FromServices] RdpListener listener, PortalVisit visit, InterventionsClient interventions, Identity.IdentityClient identity)
    {
        if (listener.Where is null || await InterventionEndpoints.FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        var reply = await identity.IssueDesktopTicketAsync(new IssueDesktopTicketRequest { Token = visit.Token, InterventionId = view.Id, Source = visit.Source }, cancellationToken: visit.Patience);
        if (reply.Refusal?.Code == "factor.stale")
            return new SeeOther("/confirm?back=" + Uri.EscapeDataString(view.Page()));
        if (reply.Refusal is not null)
        {
            var keys = await identity.ListKeysAsync(visit.Key, cancellationToken: visit.Patience);
            return Answers.Page<InterventionPage>(new InterventionModel(view, [.. keys.Keys]) { Refusal = reply.Refusal }, StatusCodes.Status409Conflict);
        }
        var (host, port) = Address(http, options, listener);
        return Answers.Page<DesktopTicketPage>(new DesktopTicketModel(view, host, port, reply.User, reply.Password, reply.Until.ToDateTimeOffset()));
    }

    private static async Task<IResult> Download(string id, HttpContext http, GatewayOptions options, [Microsoft.AspNetCore.Mvc.FromServices] RdpListener listener, [Microsoft.AspNetCore.Mvc.FromServices] RdpIdentity signer, PortalVisit visit, InterventionsClient interventions, string? ticket)
    {
        if (listener.Where is null || ticket is null || !Name().IsMatch(ticket) || await InterventionEndpoints.FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        var (host, port) = Address(http, options, listener);
        return Results.File(RdpFile.Build(host, port, ticket, signer.Certificate), FileType, $"{view.Device.Name}.rdp");
    }

    private static (string Host, int Port) Address(HttpContext http, GatewayOptions options, RdpListener listener) => (
        options.Rdp.PublicHost.Length > 0 ? options.Rdp.PublicHost : http.Request.Host.Host,
        options.Rdp.PublicPort > 0 ? options.Rdp.PublicPort : listener.Where!.Port);

    [GeneratedRegex(@"\At-[a-z0-9]{8}\z")]
    private static partial Regex Name();
}
