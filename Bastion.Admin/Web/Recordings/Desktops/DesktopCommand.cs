using System.Text.Json;
using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.Recordings.Desktops;

/// <summary>
/// A text message of the player: <c>{"t":"seek","s":12.5}</c>, <c>{"t":"speed","v":2}</c>, <c>{"t":"play"}</c>, <c>{"t":"pause"}</c>, <c>{"t":"skip","on":true}</c>.
/// </summary>
internal static class DesktopCommand
{
    public const int Longest = 256;
    private const double MaxSeconds = 60 * 24 * 3600;
    private static readonly JsonDocumentOptions Flat = new() { MaxDepth = 2 };

    /// <summary>Null for anything that is not exactly one of the five messages.</summary>
    public static PlayCommand? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8, Flat);
            var word = json.RootElement;
            if (word.ValueKind != JsonValueKind.Object || !word.TryGetProperty("t", out var kind) || kind.ValueKind != JsonValueKind.String)
                return null;
            return kind.GetString() switch
            {
                "play" => new PlayCommand { Paused = false },
                "pause" => new PlayCommand { Paused = true },
                "seek" when Number(word, "s") is >= 0 and <= MaxSeconds and var seconds => new PlayCommand { SeekMicros = (long)(seconds * 1e6) },
                "speed" when Number(word, "v") is > 0 and <= 16 and var speed => new PlayCommand { Speed = speed },
                "skip" when word.TryGetProperty("on", out var on) && on.ValueKind is JsonValueKind.True or JsonValueKind.False => new PlayCommand { SkipIdle = on.ValueKind == JsonValueKind.True },
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static double Number(JsonElement word, string name) =>
        word.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : -1;
}
