using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.Portal.Shell;
using Bastion.Gateway.Portal.Terminal;
using Bastion.Gateway.Portal.Time;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.Desktop;

using InterventionsClient = Admin.Contracts.Interventions.InterventionsClient;

/// <summary>The desktop's page, the ticket that a POST mints, and the WebSocket that the ticket opens: the terminal's rules.</summary>
internal static class DesktopEndpoints
{
    public const string EndpointProtocol = "rdp";
    private const string TicketPrefix = "ticket.";

    // A ticket of the terminal opens no desktop, and the other way round.
    private const string Purpose = "desktop/";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GreetingWait = TimeSpan.FromSeconds(10);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/interventions/{id}/desktop", PortalAct.OpenDesktop, Show);
        routes.PostByScript("/interventions/{id}/desktop/ticket", PortalAct.OpenDesktop, Mint);
        routes.Socket("/desktop/line", PortalAct.OpenDesktop, Connect);
    }

    private static async Task<IResult> Show(string id, HttpContext http, PortalVisit visit, InterventionsClient interventions)
    {
        if (await InterventionEndpoints.FindAsync(id, visit, interventions) is not { } view || !view.EndpointProtocols.Contains(EndpointProtocol))
            return Results.NotFound();
        if (view.Blocked?.Code == "factor.stale")
            return new SeeOther("/confirm?back=" + Uri.EscapeDataString(view.Page() + "/desktop"));
        if (!view.CanOpenSoon() || view.Blocked is not null)
            return new SeeOther(view.Page());
        PagePolicy.Of(http).AllowWebAssembly();
        return Answers.Page<DesktopPage>(new DesktopModel(view));
    }

    private static async Task<IResult> Mint(string id, PortalVisit visit, InterventionsClient interventions, TerminalTickets tickets)
    {
        if (await InterventionEndpoints.FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        return tickets.Mint(visit.Token, visit.Source.Address, Purpose + view.Id) is { } ticket
            ? Results.Json(new TicketReply(ticket), ServerWordJson.Default.TicketReply)
            : Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }

    /// <summary>RFC 6455: 403 without our Origin, our protocol or a good ticket; nothing is opened before all three.</summary>
    private static async Task Connect(HttpContext http, PortalVisit visit, InterventionsClient interventions, TerminalTickets tickets, PortalWords words, Clocks clocks, IHostApplicationLifetime host)
    {
        var offered = http.WebSockets.WebSocketRequestedProtocols;
        var ticket = offered.FirstOrDefault(x => x.StartsWith(TicketPrefix, StringComparison.Ordinal));
        if (!http.WebSockets.IsWebSocketRequest || !TerminalEndpoints.IsOurOrigin(http.Request) || !offered.Contains(DesktopSocket.Protocol) || ticket is null
            || tickets.Redeem(ticket[TicketPrefix.Length..], visit.Token, visit.Source.Address) is not { } purpose || !purpose.StartsWith(Purpose, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var intervention = purpose[Purpose.Length..];
        var page = await InterventionEndpoints.FindAsync(intervention, visit, interventions);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = DesktopSocket.Protocol,
            KeepAliveInterval = KeepAlive,
            KeepAliveTimeout = Silence,
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopped);
        await using var line = new DesktopSocket(socket);
        using var greeting = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        greeting.CancelAfter(GreetingWait);
        if (await line.GreetAsync(greeting.Token) is not { } start)
        {
            await line.FinishAsync(System.Net.WebSockets.WebSocketCloseStatus.ProtocolError);
            return;
        }

        var speech = new TerminalSpeech(words, clocks.Of(page?.Zone ?? "").Wall, page?.Number ?? intervention, "desktop");
        var door = http.RequestServices.GetRequiredService<DesktopDoor>();
        await door.RunAsync(line, speech, visit.Token, intervention, visit.Source, start.Layout, stop.Token);
        await line.FinishAsync();
    }
}
