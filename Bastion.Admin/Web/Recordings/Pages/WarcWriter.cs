using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Admin.Web.Recordings.Pages;

/// <summary>
/// Web archive, WARC 1.1 (ISO 28500): one record for the archive, then for each exchange its request and its response as recorded. What the technician sent is
/// named by length and hash only, as in the HAR file; what is held of an answer may be less than what passed, and then the record says so.
/// </summary>
internal static class WarcWriter
{
    public const string ContentType = "application/warc";
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] Write(WebTimeline timeline, RecordingLine line)
    {
        using var archive = new MemoryStream();
        var about = $"software: Bastion\r\nformat: WARC File Format 1.1\r\ndescription: {OneLine($"{line.Lease.InterventionNumber} {line.Lease.Device?.Name}, recording {line.Summary.RecordingId}, {timeline.Beyond} beyond")}\r\n";
        Record(archive, "warcinfo", Id(line, "info"), line.Opened, "application/warc-fields", Encoding.UTF8.GetBytes(about));
        foreach (var exchange in timeline.Exchanges.Where(one => one.Kind == "request"))
            Write(archive, exchange, line);
        return archive.ToArray();
    }

    private static void Write(MemoryStream archive, WebExchange exchange, RecordingLine line)
    {
        var target = $"WARC-Target-URI: https://{line.Lease.Device?.Name.ToLowerInvariant()}{OneLine(exchange.Target)}";
        var (asked, answered) = (Id(line, exchange.Channel + " request"), Id(line, exchange.Channel + " response"));
        var request = Head($"{exchange.Method} {exchange.Target} {exchange.Version}", exchange.RequestHeaders);
        string[] truncated = exchange.Sent > 0 ? ["WARC-Truncated: unspecified", $"WARC-Bastion-Payload: {exchange.Sent} bytes, sha256 {exchange.SentSha256}"] : [];
        Record(archive, "request", asked, exchange.Started, "application/http; msgtype=request", request, [target, .. truncated]);
        if (exchange.Status == 0)
            return;
        var body = exchange.Body is { } held ? held.GetBuffer().AsSpan(0, (int)held.Length) : [];
        var response = Head($"HTTP/1.1 {exchange.Status} {exchange.Reason}", exchange.ResponseHeaders);
        var block = new byte[response.Length + body.Length];
        response.CopyTo(block, 0);
        body.CopyTo(block.AsSpan(response.Length));
        truncated = body.Length < exchange.Received ? ["WARC-Truncated: length", $"WARC-Bastion-Payload: {exchange.Received} bytes, sha256 {exchange.ReceivedSha256}"] : [];
        Record(archive, "response", answered, exchange.Started, "application/http; msgtype=response", block,
            [target, $"WARC-Concurrent-To: {asked}", $"WARC-Payload-Digest: {Digest(body)}", .. truncated]);
    }

    private static void Record(MemoryStream archive, string type, string id, DateTimeOffset date, string contentType, byte[] block, params string[] more)
    {
        var head = new StringBuilder("WARC/1.1\r\n")
            .Append("WARC-Type: ").Append(type).Append("\r\nWARC-Record-ID: ").Append(id)
            .Append("\r\nWARC-Date: ").Append(date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture))
            .Append("\r\nWARC-Block-Digest: ").Append(Digest(block))
            .Append("\r\nContent-Type: ").Append(contentType)
            .Append("\r\nContent-Length: ").Append(block.Length.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
        foreach (var field in more)
            head.Append(field).Append("\r\n");
        archive.Write(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()));
        archive.Write(block);
        archive.Write("\r\n\r\n"u8);
    }

    /// <summary>Bodies are recorded without their chunks: the field that announces chunks keeps its value under another name.</summary>
    private static byte[] Head(string first, List<(string Name, string Value)> headers)
    {
        var head = new StringBuilder(OneLine(first)).Append("\r\n");
        foreach (var (name, value) in headers)
            head.Append(name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) ? "X-Archive-Orig-" : "").Append(OneLine(name)).Append(": ").Append(OneLine(value)).Append("\r\n");
        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    /// <summary>The same recording gives the same archive, byte for byte.</summary>
    private static string Id(RecordingLine line, string part) =>
        $"<urn:uuid:{new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(line.Summary.RecordingId + " " + part)).AsSpan(0, 16))}>";

    private static string Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        var text = new StringBuilder("sha256:");
        for (var bit = 0; bit < hash.Length * 8; bit += 5)
        {
            var two = hash[bit / 8] << 8 | (bit / 8 + 1 < hash.Length ? hash[bit / 8 + 1] : 0);
            text.Append(Base32[two >> (11 - bit % 8) & 31]);
        }
        return text.Append('=', (8 - (text.Length - 7) % 8) % 8).ToString();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
