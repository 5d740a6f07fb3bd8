using Bastion.Gateway.Access;
using Bastion.Gateway.HttpsBroker.Pages;
using Bastion.Gateway.Sessions;
using Microsoft.AspNetCore.Http.Features;

namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>
/// Everything that browsers ask below the domain of web sessions, before and apart from the portal: whose session this is, whether the browser may be
/// here, whether the request may be made, and only then the device.
/// </summary>
internal sealed class WebFront(
    RequestDelegate next,
    GatewayOptions options,
    WebSessions sessions,
    WebDoorway doorway,
    WebForwarding forwarding,
    SessionJournal journal)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (!options.Web.IsOn || WebAddress.LabelOf(http.Request.Host.Host, options.Web.Domain) is not { } label)
            return next(http);
        return ServeAsync(http, label);
    }

    private async Task ServeAsync(HttpContext http, string label)
    {
        if (sessions.Find(label) is not { Session.Current.IsOver: false } session)
        {
            await EndedAsync(http, label);
            return;
        }
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var origin = "https://" + http.Request.Host.Value;
        var isSocket = IsSocket(http);
        if (WebRequestRules.Form(http.Request, target, isSocket) is { } malformed)
        {
            http.Response.Headers.Connection = HttpProtocol.IsHttp2(http.Request.Protocol) ? default : "close";
            await RefuseAsync(http, session, malformed, target);
            return;
        }
        var entry = WebCookies.Read(http.Request, WebCookies.Entry, out var twice);
        if (twice)
        {
            await RefuseAsync(http, session, WebRefusal.Malformed, target);
            return;
        }
        if (WebDoorway.IsOurs(target))
        {
            await doorway.ServeAsync(http, session, target, entry);
            return;
        }
        if (entry is null || !session.Entrance.Admits(entry))
        {
            await WebDoorway.AskAsync(http);
            return;
        }
        if (Address(http) != session.Session.Terms.Source)
        {
            await RefuseAsync(http, session, WebRefusal.Foreign with { Control = "webSource" }, target);
            return;
        }
        var refusal = WebRequestRules.Origin(http.Request, origin, isSocket)
            ?? WebRequestRules.Grant(http.Request, target, isSocket, session.Session.Terms.Controls, session.Http);
        if (refusal is not null)
        {
            await RefuseAsync(http, session, refusal, target);
            return;
        }
        if (session.Session.Current.Freeze.IsFrozen)
        {
            await WebPage.Frozen(session).WriteAsync(http);
            return;
        }
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) || http.Request.Headers["Sec-Fetch-Mode"] == "navigate")
            session.Session.Touch();
        await forwarding.ForwardAsync(http, session, target, origin, isSocket);
    }

    private Task EndedAsync(HttpContext http, string label) => (sessions.FindEnded(label), sessions.Find(label)) switch
    {
        ({ } ended, _) => WebPage.Ended(ended.End, ended.Terms, ended.Culture, options).WriteAsync(http),
        (_, { } ending) => WebPage.Ended(ending.Session.Current.End!, ending.Session.Terms, ending.Session.Culture, options).WriteAsync(http),
        _ => WebPage.Unknown(http).WriteAsync(http),
    };

    private async Task RefuseAsync(HttpContext http, WebSession session, WebRefusal refusal, string target)
    {
        if (refusal.Control is { } control)
            session.Refuse(journal, control, $"{http.Request.Method} {Recording.Redaction.Target(target)}");
        await WebPage.Refused(session, refusal).WriteAsync(http);
    }

    private static string Address(HttpContext http) =>
        (http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress)?.ToString() ?? "";

    /// <summary>RFC 6455 over HTTP/1.1, RFC 8441 over HTTP/2; nothing else changes protocols.</summary>
    private static bool IsSocket(HttpContext http)
    {
        if (HttpMethods.IsConnect(http.Request.Method))
            return http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };
        return HttpMethods.IsGet(http.Request.Method)
            && http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && http.Request.Headers.Upgrade.Count == 1
            && string.Equals(http.Request.Headers.Upgrade[0], "websocket", StringComparison.OrdinalIgnoreCase);
    }
}
