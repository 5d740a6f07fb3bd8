namespace Bastion.Admin.Web.Recordings.Pages;

/// <summary>One request with its answer, one socket, or one thing that happened to the whole session, as the recording tells it.</summary>
internal sealed class WebExchange
{
    public required uint Channel { get; init; }

    /// <summary>Seconds since the recording was opened.</summary>
    public required double At { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>request, or the event's own kind: frozen, resumed, notice, refused, http.login, …</summary>
    public required string Kind { get; init; }

    public string Method { get; set; } = "";

    public string Target { get; set; } = "";

    public string Version { get; set; } = "";

    /// <summary>Text of an event that is no request.</summary>
    public string Text { get; set; } = "";

    public bool IsPage { get; set; }

    public bool IsSocket { get; set; }

    public int Status { get; set; }

    public string Reason { get; set; } = "";

    public List<(string Name, string Value)> RequestHeaders { get; } = [];

    public List<(string Name, string Value)> ResponseHeaders { get; } = [];

    public long Sent { get; set; }

    public string SentSha256 { get; set; } = "";

    public long Received { get; set; }

    public string ReceivedSha256 { get; set; } = "";

    /// <summary>complete, cut, broken; empty while it runs.</summary>
    public string End { get; set; } = "";

    public double Seconds { get; set; }

    /// <summary>Bytes of the answer as recorded, when somebody asked for them.</summary>
    public MemoryStream? Body { get; set; }

    public string ContentType => Header("Content-Type");

    public bool IsDownload => Header("Content-Disposition").TrimStart().StartsWith("attachment", StringComparison.OrdinalIgnoreCase);

    public bool IsUpload => RequestHeaders.Exists(one => one.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && !one.Value.StartsWith("application/x-www-form", StringComparison.OrdinalIgnoreCase)
        && !one.Value.Contains("json", StringComparison.OrdinalIgnoreCase) && !one.Value.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)) && Sent > 0;

    /// <summary>What it is to somebody who reads the session: event, socket, download, upload, post, page or part.</summary>
    public string Sort => Kind != "request" ? "event" : IsSocket ? "socket" : IsDownload ? "download" : IsUpload ? "upload" : Method is not ("GET" or "HEAD") ? "post" : IsPage ? "page" : "part";

    private string Header(string name) => ResponseHeaders.Find(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
}
