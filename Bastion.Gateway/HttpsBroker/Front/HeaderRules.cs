namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>Headers that do not pass. Names are compared as a careless reader would, so that an underscore brings nothing through.</summary>
internal static class HeaderRules
{
    // Who we say somebody is, where he comes from, what he asked: nothing of this is the browser's to tell a device.
    private static readonly HashSet<string> FromRequest = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Forwarded", "X-Real-IP", "X-Original-URL", "X-Rewrite-URL", "X-Original-Host", "X-Original-Method", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override",
        "X-Client-IP", "True-Client-IP", "Client-IP", "X-Cluster-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP", "X-Remote-User", "Remote-User", "X-User", "X-Auth-User", "X-Webauth-User",
        "X-Authenticated-User", "X-SSL-Client-Cert", "SSL-Client-Cert", "X-Client-Cert", "X-ProxyUser-Ip", "X-Host", "X-Content-Length", "X-Azure-ClientIP", "Via", "HTTP2-Settings", "TE", "Trailer",
        "Keep-Alive", "Connection", "Traceparent", "Tracestate", "Baggage", "Request-Id", "Correlation-Context",
    };

    private static readonly HashSet<string> FromResponse = new(StringComparer.OrdinalIgnoreCase)
    {
        "Strict-Transport-Security", "Public-Key-Pins", "Public-Key-Pins-Report-Only", "Expect-CT", "Alt-Svc", "NEL", "Report-To", "Reporting-Endpoints", "Clear-Site-Data",
        "Service-Worker-Allowed", "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info", "Refresh", "Link", "SourceMap", "X-SourceMap", "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials", "Accept-CH", "Critical-CH", "Origin-Agent-Cluster", "Content-Location", "Expires", "Pragma", "Supports-Loading-Mode", "Speculation-Rules",
        "Content-Security-Policy-Report-Only", "Sec-Session-Registration", "Set-Login", "Activate-Storage-Access",
    };

    public static bool IsStruckFromRequest(string name)
    {
        var plain = name.Replace('_', '-');
        return FromRequest.Contains(plain)
            || plain.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
            || plain.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
            || plain.StartsWith("X-Bastion", StringComparison.OrdinalIgnoreCase)
            // Written with an underscore, an ordinary name is a trick.
            || name.Contains('_', StringComparison.Ordinal);
    }

    public static bool IsStruckFromResponse(string name) => FromResponse.Contains(name);

    /// <summary>Beside the device's own policy, never instead of it: its page stays on its host, and out of other people's frames.</summary>
    public static string Policy(string origin) =>
        "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; "
        + $"connect-src 'self' {origin} wss{origin[5..]}; form-action 'self'; frame-ancestors 'self'; base-uri 'self'";
}
