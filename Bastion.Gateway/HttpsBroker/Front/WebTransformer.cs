using Bastion.Gateway.HttpsBroker.Device;
using Bastion.Gateway.HttpsBroker.Recording;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>What a request looks like to the device and an answer to the browser. Everything that is not struck out passes as it came, byte for byte.</summary>
internal sealed class WebTransformer(WebSession session, WebExchange exchange, string target, string origin) : HttpTransformer
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Set when the answer must not be shown as it is: the page that stands for it.</summary>
    public WebRefusal? Instead { get; private set; }

    /// <summary>Where the device wanted the browser to go, outside of itself.</summary>
    public string ForeignTarget { get; private set; } = "";

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri(DeviceHandlers.Root.OriginalString + target, AsItIs);
        var headers = proxyRequest.Headers;
        headers.Host = session.Http.KeepHost ? httpContext.Request.Host.Value : session.DeviceAuthority;
        foreach (var name in headers.NonValidated.Select(header => header.Key).Where(HeaderRules.IsStruckFromRequest).ToArray())
            headers.Remove(name);
        headers.Remove("Cookie");
        if (WebCookies.ForDevice(httpContext.Request.Headers.Cookie) is { Length: > 0 } cookies)
            headers.TryAddWithoutValidation("Cookie", cookies);
        if (!session.Http.KeepHost)
        {
            Rewrite(headers, "Origin");
            Rewrite(headers, "Referer");
        }
        // Frames are recorded as they are on the wire; uncompressed they can be read without the whole stream before them.
        headers.Remove("Sec-WebSocket-Extensions");
        var fetch = httpContext.Request.Headers;
        var page = fetch["Sec-Fetch-Mode"] == "navigate" || (fetch["Sec-Fetch-Mode"].Count == 0 && fetch.Accept.ToString().StartsWith("text/html", StringComparison.OrdinalIgnoreCase));
        proxyRequest.Options.Set(RecordingHandler.Exchange, exchange);
        proxyRequest.Options.Set(RecordingHandler.Head, new RecordedRequest(httpContext.Request.Method, Redaction.Target(target), httpContext.Request.Protocol, page));
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        Instead = Judge(httpContext, proxyResponse);
        if (Instead is not null)
            return false;
        await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var headers = httpContext.Response.Headers;
        foreach (var name in headers.Keys.Where(HeaderRules.IsStruckFromResponse).ToArray())
            headers.Remove(name);
        if (headers.SetCookie.Count > 0)
            headers.SetCookie = headers.SetCookie.Select(cookie => WebCookies.FromDevice(cookie ?? "")).OfType<string>().ToArray();
        if (headers.Location.Count > 0)
            headers.Location = Own(headers.Location.ToString());
        headers.Append("Content-Security-Policy", HeaderRules.Policy(origin));
        headers.CacheControl = "no-store";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        httpContext.Response.OnStarting(() => exchange.ResponseDurableAsync(exchange.ResponseHead).AsTask());
        return true;
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private WebRefusal? Judge(HttpContext http, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status == StatusCodes.Status401Unauthorized && IsPage(http.Request) && response.Headers.NonValidated.Contains("WWW-Authenticate"))
            return new WebRefusal(StatusCodes.Status502BadGateway, session.Http.Login == "none" ? "wants-login" : "login-refused", "deviceLogin");
        if (response.Headers.NonValidated.TryGetValues("Location", out var locations) && status is >= 300 and < 400 or 201)
        {
            var location = locations.ToString();
            if (Own(location) is null)
            {
                ForeignTarget = location;
                return new WebRefusal(StatusCodes.Status200OK, "elsewhere", "webElsewhere");
            }
        }
        return !session.Session.Terms.Controls.WebDown && DownloadRules.IsDownload(http.Request, response) ? WebRefusal.Download : null;
    }

    private static bool IsPage(HttpRequest request) => request.Headers["Sec-Fetch-Dest"].ToString() is "document" or "iframe" or "frame" or "";

    /// <summary>A Location as this host may give it; null when it leads elsewhere.</summary>
    private string? Own(string location)
    {
        var text = location.Trim();
        // As browsers read it: backslashes are slashes, tabs and line ends are nothing.
        if (text.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 || text.Contains('\\', StringComparison.Ordinal))
            return null;
        if (text.StartsWith("//", StringComparison.Ordinal))
            text = (session.Http.Plain ? "http:" : "https:") + text;
        if (!text.Contains(':', StringComparison.Ordinal) || text.IndexOf(':', StringComparison.Ordinal) > text.IndexOfAny(['/', '?', '#']) && text.IndexOfAny(['/', '?', '#']) >= 0)
            return text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var absolute) || absolute.Scheme is not ("http" or "https") || absolute.UserInfo.Length > 0)
            return null;
        var authority = absolute.IsDefaultPort ? absolute.Host : $"{absolute.Host}:{absolute.Port}";
        if ($"https://{authority}".Equals(origin, StringComparison.OrdinalIgnoreCase))
            return text;
        // A device often sends from its plain port to its secure one, or names itself without a port.
        if (!absolute.Host.Equals(session.Endpoint.Host, StringComparison.OrdinalIgnoreCase) || !(absolute.IsDefaultPort || absolute.Port == session.Endpoint.Port))
            return null;
        var cut = text.IndexOfAny(['/', '?', '#'], text.IndexOf("://", StringComparison.Ordinal) + 3);
        return cut < 0 ? "/" : text[cut] == '/' ? text[cut..] : "/" + text[cut..];
    }

    private void Rewrite(System.Net.Http.Headers.HttpRequestHeaders headers, string name)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values))
            return;
        var value = values.ToString();
        headers.Remove(name);
        if (value.Equals(origin, StringComparison.OrdinalIgnoreCase))
            headers.TryAddWithoutValidation(name, session.DeviceOrigin);
        else if (value.StartsWith(origin + "/", StringComparison.OrdinalIgnoreCase))
            headers.TryAddWithoutValidation(name, session.DeviceOrigin + value[origin.Length..]);
    }
}
