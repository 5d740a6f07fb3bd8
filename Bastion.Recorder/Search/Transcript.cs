using System.Text.Json;
using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Search;

/// <summary>What can be searched of a recording: output, commands, file names, titles, notices. Frames of typed input are passed over whatever they hold.</summary>
internal sealed class Transcript
{
    private const int MaxChannels = 1024;
    private readonly Dictionary<uint, TranscriptText> _channels = [];

    /// <summary>A file was written to the device.</summary>
    public bool FileWentIn { get; private set; }

    public IEnumerable<TranscriptLine> Add(RecordedFrame frame)
    {
        if (frame.Track == Track.Event)
            return Event(frame);
        if (frame.Track is not (Track.Output or Track.Error))
            return [];
        if (!_channels.TryGetValue(frame.Channel, out var text))
        {
            if (_channels.Count >= MaxChannels)
                return [];
            _channels[frame.Channel] = text = new TranscriptText();
        }
        return text.Add(frame.MonotonicMicros, frame.Payload.Memory);
    }

    public IEnumerable<TranscriptLine> End() => _channels.Values.Select(text => text.End()).OfType<TranscriptLine>();

    private IEnumerable<TranscriptLine> Event(RecordedFrame frame)
    {
        JsonElement json;
        try
        {
            json = JsonSerializer.Deserialize<JsonElement>(frame.Payload.Span);
        }
        catch (JsonException)
        {
            yield break;
        }
        var kind = Text(json, "kind");
        if (kind is "file.closed" or "file.act" && Text(json, "way") == "in")
            FileWentIn = true;
        var (word, text) = kind switch
        {
            "exec" => ("exec", Text(json, "command")),
            "notice" => ("notice", Text(json, "text")),
            "file.act" or "file.refused" => ("file", $"{Text(json, "op")} {Text(json, "path")} {Text(json, "to")}".Trim()),
            "http.request" or "request" => ("url", $"{Text(json, "method")} {Text(json, "path")}{Text(json, "url")}".Trim()),
            _ => ("", ""),
        };
        if (text.Length > 0)
            yield return new TranscriptLine(frame.MonotonicMicros, word, text.ReplaceLineEndings(" "));
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
