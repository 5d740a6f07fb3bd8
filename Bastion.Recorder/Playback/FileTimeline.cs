using System.Text.Json;
using Bastion.Recorder.Contracts;
using Google.Protobuf;

namespace Bastion.Recorder.Playback;

/// <summary>
/// Puts the file events of a recording together: one line per act, with what came of it. docs/formats/recording.md, Files. Frames go in in their order; what it does not know it passes over.
/// </summary>
internal sealed class FileTimeline
{
    /// <summary>Lines of one recording; more are counted in a last one.</summary>
    public const int MaxLines = 100_000;

    private static readonly byte[] Prefix = "{\"kind\":\"file."u8.ToArray();

    private readonly List<FileLine> _lines = [];
    private readonly Dictionary<(uint Channel, int Act), FileLine> _acts = [];
    private readonly Dictionary<(uint Channel, int File), FileLine> _files = [];
    private uint _more;

    public void Add(RecordedFrame frame)
    {
        if (frame.Track != Track.Event || !frame.Payload.Span.StartsWith(Prefix))
            return;
        try
        {
            using var json = JsonDocument.Parse(frame.Payload.Memory);
            Add(frame, json.RootElement);
        }
        catch (JsonException)
        {
            // No event that this version knows.
        }
    }

    /// <param name="over">The recording is sealed: what has no end was cut.</param>
    public IEnumerable<FileLine> Lines(bool over)
    {
        foreach (var line in _lines)
        {
            if (line.Outcome.Length == 0 && over)
                line.Outcome = "cut";
            yield return line;
        }
        if (_more > 0)
            yield return new FileLine { Op = "more", Bytes = _more };
    }

    private void Add(RecordedFrame frame, JsonElement json)
    {
        switch (Text(json, "kind"))
        {
            case "file.act":
                _acts[(frame.Channel, Number(json, "act"))] = Begin(frame, json, OpOf(Text(json, "op"), Text(json, "way")));
                break;
            case "file.outcome":
                Settle(frame, json);
                break;
            case "file.bytes" when _files.TryGetValue((frame.Channel, Number(json, "file")), out var growing):
                growing.Bytes += Unsigned(json, "bytes");
                break;
            case "file.closed":
                Close(frame, json);
                break;
            case "file.refused":
                var refused = Begin(frame, json, OpOf(Text(json, "op"), Text(json, "control").EndsWith("Down", StringComparison.Ordinal) ? "out" : "in"));
                (refused.Outcome, refused.Detail) = ("refused", Text(json, "control"));
                break;
        }
    }

    private FileLine Begin(RecordedFrame frame, JsonElement json, string op)
    {
        var line = new FileLine
        {
            Index = frame.Index,
            Channel = frame.Channel,
            MonotonicMicros = frame.MonotonicMicros,
            UtcMicros = frame.UtcMicros,
            Op = op,
            Protocol = Text(json, "by"),
            Path = Text(json, "path"),
            To = Text(json, "to"),
            Way = op is "get" or "put" ? op == "put" ? "in" : "out" : "",
            Detail = Text(json, "detail"),
        };
        if (_lines.Count < MaxLines)
            _lines.Add(line);
        else
            _more++;
        return line;
    }

    private void Settle(RecordedFrame frame, JsonElement json)
    {
        if (!_acts.Remove((frame.Channel, Number(json, "act")), out var line))
            return;
        line.TookMicros = frame.MonotonicMicros - line.MonotonicMicros;
        var outcome = Text(json, "outcome");
        if (outcome == "ok" && line.Op is "get" or "put" && Number(json, "file") is > 0 and var file)
            _files[(frame.Channel, file)] = line;
        else
            line.Outcome = outcome;
    }

    private void Close(RecordedFrame frame, JsonElement json)
    {
        var op = Text(json, "way") == "in" ? "put" : "get";
        // A file that was opened for both ways is told once for each.
        if (!_files.TryGetValue((frame.Channel, Number(json, "file")), out var line) || line.Outcome.Length > 0)
            line = Begin(frame, json, op);
        line.Op = op;
        line.Way = Text(json, "way");
        line.TookMicros = frame.MonotonicMicros - line.MonotonicMicros;
        line.Bytes = Unsigned(json, "bytes");
        line.Whole = json.TryGetProperty("whole", out var whole) && whole.ValueKind == JsonValueKind.True;
        line.Sha256 = Hash(Text(json, "sha256"));
        line.Outcome = Text(json, "outcome");
        if (Text(json, "detail") is { Length: > 0 } detail)
            line.Detail = detail;
    }

    private static string OpOf(string op, string way) => op != "open" ? op : way == "out" ? "get" : "put";

    private static ByteString Hash(string hexadecimal) =>
        hexadecimal.Length == 64 && hexadecimal.All(char.IsAsciiHexDigit) ? ByteString.CopyFrom(Convert.FromHexString(hexadecimal)) : ByteString.Empty;

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static int Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;

    private static ulong Unsigned(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.TryGetUInt64(out var number) ? number : 0;
}
