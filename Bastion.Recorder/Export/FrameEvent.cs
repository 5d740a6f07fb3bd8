using System.Text.Json;

namespace Bastion.Recorder.Export;

/// <summary>An event frame as a player needs it. Unknown kinds and fields are passed over.</summary>
internal sealed record FrameEvent(string Kind, int Columns, int Rows, string Term, string Detail)
{
    private const int MaxColumns = 4096;

    // The field that says what happened, for each kind that has one; docs/formats/recording.md section 5.
    private static readonly Dictionary<string, string> Details = new()
    {
        ["exec"] = "command",
        ["exit"] = "status",
        ["notice"] = "text",
        ["frozen"] = "cause",
        ["resumed"] = "cause",
        ["refused"] = "what",
    };

    /// <summary>Whether it is about the session rather than one channel of it.</summary>
    public bool IsOfSession => Kind is "notice" or "frozen" or "resumed";

    public bool HasSize => Columns is > 0 and <= MaxColumns && Rows is > 0 and <= MaxColumns;

    /// <summary>Null when the payload is no event.</summary>
    public static FrameEvent? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var kind = Text(json.RootElement, "kind");
            return new FrameEvent(kind, Number(json.RootElement, "columns"), Number(json.RootElement, "rows"), Text(json.RootElement, "term"),
                Details.TryGetValue(kind, out var name) ? Text(json.RootElement, name) : "");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private static string Text(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => "",
    };
}
