namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>What of a device's answers is a file rather than a part of its page.</summary>
internal static class DownloadRules
{
    private static readonly string[] PageTypes =
    [
        "text/", "image/", "font/", "application/json", "application/javascript", "application/x-javascript", "application/ecmascript", "application/xml", "application/xhtml+xml",
        "application/wasm", "application/manifest+json", "application/ld+json", "application/font", "application/x-font", "application/vnd.ms-fontobject",
    ];

    private static readonly string[] Parts = ["script", "style", "image", "font", "worker", "manifest", "audio", "video", "track"];

    public static bool IsDownload(HttpRequest request, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            return false;
        if (response.Content.Headers.NonValidated.TryGetValues("Content-Disposition", out var disposition)
            && disposition.ToString().TrimStart().StartsWith("attachment", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types))
            return false;
        // What the browser fetches as a part of the page is one, whatever a careless device calls it.
        if (Parts.Contains(request.Headers["Sec-Fetch-Dest"].ToString()))
            return false;
        var type = types.ToString();
        return !Array.Exists(PageTypes, page => type.StartsWith(page, StringComparison.OrdinalIgnoreCase));
    }
}
