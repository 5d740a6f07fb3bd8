using System.Globalization;
using System.Text.Json;

namespace Bastion.Admin.Web.Recordings.Pages;

/// <summary>HTTP Archive 1.2. What was struck out of the recording is struck out here; what the technician sent is named by length and hash only.</summary>
internal static class HarWriter
{
    public static byte[] Write(WebTimeline timeline, RecordingLine line)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("log");
            json.WriteString("version", "1.2");
            json.WriteStartObject("creator");
            json.WriteString("name", "Bastion");
            json.WriteString("version", "1");
            json.WriteEndObject();
            json.WriteString("comment", $"{line.Lease.InterventionNumber} {line.Lease.Device?.Name}, recording {line.Summary.RecordingId}, {timeline.Beyond} beyond");
            json.WriteStartArray("entries");
            foreach (var exchange in timeline.Exchanges.Where(one => one.Kind == "request"))
                Write(json, exchange, line);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, WebExchange exchange, RecordingLine line)
    {
        json.WriteStartObject();
        json.WriteString("startedDateTime", exchange.Started.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
        json.WriteNumber("time", Math.Round(exchange.Seconds * 1000, 3));
        json.WriteStartObject("request");
        json.WriteString("method", exchange.Method);
        json.WriteString("url", $"https://{line.Lease.Device?.Name.ToLowerInvariant()}{exchange.Target}");
        json.WriteString("httpVersion", exchange.Version);
        Headers(json, exchange.RequestHeaders);
        json.WriteStartArray("cookies");
        json.WriteEndArray();
        json.WriteStartArray("queryString");
        json.WriteEndArray();
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", exchange.Sent);
        if (exchange.SentSha256.Length > 0)
            json.WriteString("comment", "sha256 " + exchange.SentSha256);
        json.WriteEndObject();
        json.WriteStartObject("response");
        json.WriteNumber("status", exchange.Status);
        json.WriteString("statusText", exchange.Reason);
        json.WriteString("httpVersion", "HTTP/1.1");
        Headers(json, exchange.ResponseHeaders);
        json.WriteStartArray("cookies");
        json.WriteEndArray();
        json.WriteStartObject("content");
        json.WriteNumber("size", exchange.Received);
        json.WriteString("mimeType", exchange.ContentType);
        if (exchange.Body is { Length: > 0 } body)
        {
            json.WriteBase64String("text", body.GetBuffer().AsSpan(0, (int)body.Length));
            json.WriteString("encoding", "base64");
        }
        if (exchange.ReceivedSha256.Length > 0)
            json.WriteString("comment", "sha256 " + exchange.ReceivedSha256);
        json.WriteEndObject();
        json.WriteString("redirectURL", exchange.ResponseHeaders.Find(one => one.Name.Equals("Location", StringComparison.OrdinalIgnoreCase)).Value ?? "");
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", exchange.Received);
        json.WriteEndObject();
        json.WriteStartObject("cache");
        json.WriteEndObject();
        json.WriteStartObject("timings");
        json.WriteNumber("send", 0);
        json.WriteNumber("wait", Math.Round(exchange.Seconds * 1000, 3));
        json.WriteNumber("receive", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Headers(Utf8JsonWriter json, List<(string Name, string Value)> headers)
    {
        json.WriteStartArray("headers");
        foreach (var (name, value) in headers)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
