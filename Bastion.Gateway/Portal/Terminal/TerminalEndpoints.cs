using System.Globalization;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.Portal.Shell;
using Bastion.Gateway.Portal.Time;
using Bastion.Gateway.SshBroker.Terminals;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.Terminal;

using InterventionsClient = Admin.Contracts.Interventions.InterventionsClient;

/// <summary>The terminal's page, the ticket that a POST mints, and the WebSocket that the ticket opens.</summary>
internal static class TerminalEndpoints
{
    private const string TicketPrefix = "ticket.";
    private const string Purpose = "terminal/";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GreetingWait = TimeSpan.FromSeconds(10);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/interventions/{id}/terminal", PortalAct.OpenTerminal, Show);
        routes.PostByScript("/interventions/{id}/terminal/ticket", PortalAct.OpenTerminal, Mint);
        routes.Socket("/terminal/line", PortalAct.OpenTerminal, Connect);
    }

    private static async Task<IResult> Show(string id, HttpContext http, PortalVisit visit, InterventionsClient interventions)
    {
        if (await InterventionEndpoints.FindAsync(id, visit, interventions) is not { } view)
            return Results.NotFound();
        if (view.Blocked?.Code == "factor.stale")
            return new SeeOther("/confirm?back=" + Uri.EscapeDataString(view.Page() + "/terminal"));
        if (!view.CanOpenSoon() || view.Blocked is not null)
            return new SeeOther(view.Page());
        return Answers.Page<TerminalPage>(new TerminalModel(view, PagePolicy.Of(http).AllowStyleNonce()));
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
    private static async Task Connect(HttpContext http, PortalVisit visit, InterventionsClient interventions, TerminalTickets tickets, ITerminalBroker broker, PortalWords words, Clocks clocks, IHostApplicationLifetime host)
    {
        var offered = http.WebSockets.WebSocketRequestedProtocols;
        var ticket = offered.FirstOrDefault(x => x.StartsWith(TicketPrefix, StringComparison.Ordinal));
        if (!http.WebSockets.IsWebSocketRequest || !IsOurOrigin(http.Request) || !offered.Contains(TerminalSocket.Protocol) || ticket is null
            || tickets.Redeem(ticket[TicketPrefix.Length..], visit.Token, visit.Source.Address) is not { } purpose || !purpose.StartsWith(Purpose, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var intervention = purpose[Purpose.Length..];
        var page = await InterventionEndpoints.FindAsync(intervention, visit, interventions);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = TerminalSocket.Protocol,
            KeepAliveInterval = KeepAlive,
            KeepAliveTimeout = Silence,
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopped);
        using var line = new TerminalSocket(socket, new TerminalSpeech(words, clocks.Of(page?.Zone ?? "").Wall, page?.Number ?? intervention));
        using var greeting = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        greeting.CancelAfter(GreetingWait);
        if (await line.GreetAsync(greeting.Token) is not { } size)
        {
            await line.RejectAsync();
            return;
        }

        var opening = await broker.OpenAsync(
            new TerminalRequest(visit.Token, "", intervention, visit.Source.Address, visit.Source.Client, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, size.Columns, size.Rows),
            stop.Token);
        if (opening.Terminal is not { } terminal)
        {
            await line.RefuseAsync(opening, stop.Token);
            return;
        }

        await using (terminal)
            await line.RunAsync(terminal, stop.Token);
    }

    public static bool IsOurOrigin(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && origin.Equals($"https://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
}
