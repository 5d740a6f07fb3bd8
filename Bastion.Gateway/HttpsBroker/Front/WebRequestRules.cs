using Bastion.Admin.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>
/// What a request must be like before it may go to a device. First its form (RFC 9112: nothing that two readers could read in two ways), then where it
/// comes from, then what the lease grants.
/// </summary>
internal static class WebRequestRules
{
    /// <summary>Body of a request that is no upload, bytes.</summary>
    public const long MaxPlainBody = 256 * 1024;

    private static readonly HashSet<string> ConnectionWords = new(StringComparer.OrdinalIgnoreCase) { "keep-alive", "close", "upgrade" };

    public static WebRefusal? Form(HttpRequest request, string target, bool isSocket)
    {
        var headers = request.Headers;
        if (target.Length == 0 || target[0] != '/' || target.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0 || target.Contains('\x7f', StringComparison.Ordinal))
            return WebRefusal.Malformed;
        // Kestrel keeps the length beside a transfer coding under this name: the request had both.
        if (headers.TransferEncoding.Count > 0 && (headers.ContainsKey("X-Content-Length") || headers.ContentLength is not null))
            return WebRefusal.Malformed;
        if (headers.TransferEncoding.Count > 1 || (headers.TransferEncoding.Count == 1 && !headers.TransferEncoding[0]!.Equals("chunked", StringComparison.OrdinalIgnoreCase)))
            return WebRefusal.Malformed;
        if (headers.Trailer.Count > 0 || headers.Host.Count != 1)
            return WebRefusal.Malformed;
        if (HttpProtocol.IsHttp2(request.Protocol))
        {
            if (headers.Connection.Count > 0 || headers.Upgrade.Count > 0 || headers.KeepAlive.Count > 0 || headers.ContainsKey("Proxy-Connection"))
                return WebRefusal.Malformed;
        }
        else
        {
            foreach (var line in headers.Connection)
                foreach (var word in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    if (!ConnectionWords.Contains(word))
                        return WebRefusal.Malformed;
            if (headers.Upgrade.Count > 0 && !isSocket)
                return WebRefusal.Malformed;
        }
        if (HttpMethods.IsTrace(request.Method) || (HttpMethods.IsConnect(request.Method) && !isSocket))
            return WebRefusal.Method;
        return null;
    }

    /// <summary>A request of another page is not the technician's: only a link in the address bar or on a page of his may bring him here.</summary>
    public static WebRefusal? Origin(HttpRequest request, string origin, bool isSocket)
    {
        var headers = request.Headers;
        if (headers.Origin.Count > 1)
            return WebRefusal.Malformed;
        var from = headers.Origin.Count == 1 ? headers.Origin[0] : null;
        var site = headers["Sec-Fetch-Site"].ToString();
        if (isSocket)
            return from == origin ? null : WebRefusal.Foreign;
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (site.Length > 0 && site != "same-origin")
        {
            // "none": typed or from a bookmark. From another site: only as a page of its own, never as a part of one.
            var top = headers["Sec-Fetch-Mode"] == "navigate" && headers["Sec-Fetch-Dest"] == "document";
            return reads && (site == "none" || top) ? null : WebRefusal.Foreign;
        }
        if (from is not null && from != origin && !(from == "null" && site == "same-origin"))
            return WebRefusal.Foreign;
        if (!reads && from is null && site.Length == 0)
            return WebRefusal.Foreign;
        return null;
    }

    public static WebRefusal? Grant(HttpRequest request, string target, bool isSocket, LeaseControls controls, HttpTerms terms)
    {
        if (isSocket && !controls.WebSockets)
            return WebRefusal.Socket;
        var reads = isSocket || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (controls.WebReadOnly && (!reads || (!isSocket && HasBody(request))))
            return WebRefusal.ReadOnly;
        if (terms.Paths.Count > 0 && !PathRules.Allows(terms.Paths, target))
            return WebRefusal.Path;
        return !MayUpload(controls) && !isSocket && IsUpload(request) ? WebRefusal.Upload : null;
    }

    /// <summary>What goes through a page cannot be held for a scan: it passes where an Engineer let uploads go free, and nowhere else.</summary>
    public static bool MayUpload(LeaseControls controls) => controls.WebUp && controls.UploadsFree;

    private static bool HasBody(HttpRequest request) => request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;

    private static bool IsUpload(HttpRequest request)
    {
        if (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0 && !HttpProtocol.IsHttp2(request.Protocol))
            return false;
        if (request.ContentLength is 0 || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return false;
        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) || request.ContentLength > MaxPlainBody)
            return true;
        // What scripts and forms send besides files; everything else could be one.
        return !(type.Length == 0 || type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            || (type.EndsWith("xml", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)));
    }
}
