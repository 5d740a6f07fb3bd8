using System.Globalization;
using System.Text;
using System.Text.Json;
using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.Recordings;

/// <summary>
/// Turns the frames of a recording into terminal events, in order. Bytes are decoded as UTF-8 across frames; what is not UTF-8 shows as U+FFFD.
/// Nothing is taken out: the player draws text and colours and acts on nothing.
/// </summary>
internal sealed class TerminalEvents
{
    private readonly Dictionary<uint, Decoder> _decoders = [];
    private readonly HashSet<uint> _terminals = [];

    public IEnumerable<TerminalEvent> Take(RecordedFrame frame)
    {
        var at = frame.MonotonicMicros / 1e6;
        switch (frame.Track)
        {
            case Track.Output or Track.Error:
                var text = Decode(frame);
                if (text.Length > 0)
                    yield return new TerminalEvent(at, 'o', text, frame.Channel);
                break;
            case Track.Event:
                foreach (var one in Marks(frame, at))
                    yield return one;
                break;
        }
    }

    private string Decode(RecordedFrame frame)
    {
        // One decoder for both tracks of a channel: they are one screen.
        if (!_decoders.TryGetValue(frame.Channel, out var decoder))
            _decoders[frame.Channel] = decoder = Encoding.UTF8.GetDecoder();
        var bytes = frame.Payload.Span;
        var chars = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var text = new string(chars, 0, decoder.GetChars(bytes, chars, flush: false));
        // Without a terminal a line ends with LF alone, and would walk off to the right.
        return _terminals.Contains(frame.Channel) ? text : text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
    }

    private IEnumerable<TerminalEvent> Marks(RecordedFrame frame, double at)
    {
        JsonElement fact;
        try
        {
            fact = JsonSerializer.Deserialize<JsonElement>(frame.Payload.Span);
        }
        catch (JsonException)
        {
            yield break;
        }
        if (fact.ValueKind != JsonValueKind.Object || Text(fact, "kind") is not { Length: > 0 } kind)
            yield break;
        if (Number(fact, "columns", "cols", "width") is { } columns && Number(fact, "rows", "height") is { } rows)
        {
            _terminals.Add(frame.Channel);
            yield return new TerminalEvent(at, 'r', string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(columns, 1, 1000)}x{Math.Clamp(rows, 1, 1000)}"), frame.Channel);
        }
        var text = Text(fact, "text", "command", "reason", "cause", "what", "path", "by", "name");
        yield return new TerminalEvent(at, 'm', text.Length == 0 ? kind : $"{kind}|{text}", frame.Channel);
    }

    private static string Text(JsonElement fact, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (fact.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
                return text;
        return "";
    }

    private static int? Number(JsonElement fact, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (fact.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) && number > 0)
                return number;
        return null;
    }
}
