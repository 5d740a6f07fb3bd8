using System.Web;
using Bastion.Gateway.HttpsBroker.Pages;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>The reserved path of every session's host: in, and out. Never forwarded.</summary>
internal sealed class WebDoorway(GatewayOptions options)
{
    public const string Prefix = "/.bastion/";
    public const string Start = Prefix + "start";
    public const string Enter = Prefix + "enter";
    public const string Leave = Prefix + "leave";

    /// <summary>On the portal: who has this session's sign-in gets a code for a state.</summary>
    public const string PortalPath = "/web/enter";

    public static bool IsOurs(string target) => target.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || target.Equals("/.bastion", StringComparison.OrdinalIgnoreCase);

    public static string EnterAddress(string host, string code) => $"https://{host}{Enter}?code={Uri.EscapeDataString(code)}";

    public static string StartAddress(string host) => $"https://{host}{Start}";

    public Task ServeAsync(HttpContext http, WebSession session, string target, string? entry)
    {
        var path = target.Split('?')[0];
        var get = HttpMethods.IsGet(http.Request.Method);
        return path switch
        {
            Start when get => StartAsync(http, session),
            Enter when get => EnterAsync(http, session),
            Leave when get && Admitted(session, entry) => WebPage.Leave(session).WriteAsync(http),
            Leave when HttpMethods.IsPost(http.Request.Method) && Admitted(session, entry) => LeaveAsync(http, session),
            _ => WebPage.Refused(session, new WebRefusal(StatusCodes.Status404NotFound, "nothing")).WriteAsync(http),
        };
    }

    /// <summary>A browser without the cookie: a page is sent to fetch one, a part of a page is told no.</summary>
    public static Task AskAsync(HttpContext http)
    {
        var request = http.Request;
        if (HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"].ToString() is "navigate" or "" && request.Headers["Sec-Fetch-Dest"].ToString() is "document" or "")
        {
            SeeOther(http, Start);
            return Task.CompletedTask;
        }
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static bool Admitted(WebSession session, string? entry) => entry is not null && session.Entrance.Admits(entry);

    private Task StartAsync(HttpContext http, WebSession session)
    {
        if (session.Entrance.NewState() is not { } state)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Task.CompletedTask;
        }
        WebCookies.Set(http.Response, WebCookies.State, state, WebEntrance.StateLife);
        var port = http.Request.Host.Port is { } one ? $":{one}" : "";
        SeeOther(http, $"https://{options.PortalHosts[0]}{port}{PortalPath}?host={Uri.EscapeDataString(session.Address.Label)}&state={Uri.EscapeDataString(state)}");
        return Task.CompletedTask;
    }

    private static Task EnterAsync(HttpContext http, WebSession session)
    {
        var code = HttpUtility.ParseQueryString(http.Request.QueryString.Value ?? "")["code"] ?? "";
        var state = WebCookies.Read(http.Request, WebCookies.State, out var twice);
        WebCookies.Clear(http.Response, WebCookies.State);
        if (twice || state is null || session.Entrance.Redeem(code, state) is not { } value || !session.Enter())
            return WebPage.Refused(session, new WebRefusal(StatusCodes.Status403Forbidden, "entrance")).WriteAsync(http);
        WebCookies.Set(http.Response, WebCookies.Entry, value, null);
        SeeOther(http, session.Http.StartPath is ['/', not '/', ..] path ? path : "/");
        return Task.CompletedTask;
    }

    private Task LeaveAsync(HttpContext http, WebSession session)
    {
        if (WebRequestRules.Origin(http.Request, "https://" + http.Request.Host.Value, isSocket: false) is { } refusal)
            return WebPage.Refused(session, refusal).WriteAsync(http);
        session.Session.End(SessionEndReason.TechnicianClosed);
        return WebPage.Ended(session.Session.Current.End!, session.Session.Terms, session.Session.Culture, options).WriteAsync(http);
    }

    private static void SeeOther(HttpContext http, string address)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = address;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
