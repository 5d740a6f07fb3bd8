using System.Text.Json;
using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.Recordings.Pages;

/// <summary>Puts the frames of a web session together into exchanges, in the order in which they began. Bounded: what is beyond is counted.</summary>
internal sealed class WebTimeline(Func<WebExchange, bool> keepBody)
{
    public const int MaxExchanges = 5000;

    /// <summary>Bytes of bodies that are held for one reader.</summary>
    public const long MaxBodies = 32L << 20;

    private static readonly string[] Told = ["what", "detail", "cause", "text", "how", "tls"];

    private readonly Dictionary<uint, WebExchange> running = [];
    private long held;

    public List<WebExchange> Exchanges { get; } = [];

    public int Beyond { get; private set; }

    public void Take(RecordedFrame frame)
    {
        if (frame.Track == Track.Output && running.TryGetValue(frame.Channel, out var exchange) && exchange.Body is { } body && held + frame.Payload.Length <= MaxBodies)
        {
            frame.Payload.WriteTo(body);
            held += frame.Payload.Length;
        }
        if (frame.Track != Track.Event)
            return;
        JsonElement fact;
        try
        {
            fact = JsonSerializer.Deserialize<JsonElement>(frame.Payload.Span);
        }
        catch (JsonException)
        {
            return;
        }
        if (fact.ValueKind == JsonValueKind.Object)
            Take(frame, fact, Text(fact, "kind"));
    }

    private void Take(RecordedFrame frame, JsonElement fact, string kind)
    {
        running.TryGetValue(frame.Channel, out var exchange);
        var at = frame.MonotonicMicros / 1e6;
        switch (kind)
        {
            case "http.request":
                var started = Begin(frame, "request");
                started.Method = Text(fact, "method");
                started.Target = Text(fact, "target");
                started.Version = Text(fact, "version");
                started.IsPage = Is(fact, "page");
                started.IsSocket = Is(fact, "socket");
                Headers(fact, started.RequestHeaders);
                running[frame.Channel] = started;
                break;
            case "http.response" when exchange is not null:
                exchange.Status = (int)Number(fact, "status");
                exchange.Reason = Text(fact, "reason");
                Headers(fact, exchange.ResponseHeaders);
                if (keepBody(exchange))
                    exchange.Body = new MemoryStream();
                exchange.Seconds = at - exchange.At;
                break;
            case "http.sent" when exchange is not null:
                (exchange.Sent, exchange.SentSha256) = (Number(fact, "bytes"), Text(fact, "sha256"));
                break;
            case "http.received" when exchange is not null:
                (exchange.Received, exchange.ReceivedSha256, exchange.End) = (Number(fact, "bytes"), Text(fact, "sha256"), Text(fact, "end"));
                exchange.Seconds = at - exchange.At;
                break;
            case "http.failed" when exchange is not null:
                exchange.End = Text(fact, "text");
                break;
            case "frozen" or "resumed" or "notice" or "refused" or "http.login" or "http.device":
                Begin(frame, kind).Text = string.Join(", ", Told.Select(name => Text(fact, name)).Where(text => text.Length > 0));
                break;
        }
    }

    private WebExchange Begin(RecordedFrame frame, string kind)
    {
        var exchange = new WebExchange
        {
            Channel = frame.Channel,
            At = frame.MonotonicMicros / 1e6,
            Started = DateTimeOffset.UnixEpoch.AddMicroseconds(frame.UtcMicros),
            Kind = kind,
        };
        if (Exchanges.Count < MaxExchanges)
            Exchanges.Add(exchange);
        else
            Beyond++;
        return exchange;
    }

    private static void Headers(JsonElement fact, List<(string Name, string Value)> into)
    {
        if (!fact.TryGetProperty("headers", out var headers) || headers.ValueKind != JsonValueKind.Array)
            return;
        foreach (var header in headers.EnumerateArray())
            if (header.ValueKind == JsonValueKind.Array && header.GetArrayLength() == 2 && header[0].ValueKind == JsonValueKind.String && header[1].ValueKind == JsonValueKind.String)
                into.Add((header[0].GetString()!, header[1].GetString()!));
    }

    private static string Text(JsonElement fact, string name) => fact.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static long Number(JsonElement fact, string name) => fact.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    private static bool Is(JsonElement fact, string name) => fact.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
