using System.Text.Json;
using Bastion.Rdp.Replay;
using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Playback.Desktop;

/// <summary>The events that a recorded desktop has besides those of every session: docs/formats/recording.md, Desktops.</summary>
internal static class DesktopEvents
{
    private const int MaxSide = 8192;
    private static readonly byte[] Header = "{\"kind\":\"desktop\""u8.ToArray();
    private static readonly byte[] Size = "{\"kind\":\"desktop.size\""u8.ToArray();
    private static readonly byte[] Keyframe = "{\"kind\":\"keyframe\""u8.ToArray();

    public static bool IsKeyframe(RecordedFrame frame) => frame.Track == Track.Event && frame.Payload.Span.StartsWith(Keyframe);

    /// <summary>The size that the device gave; null when this frame says none.</summary>
    public static (int Width, int Height)? ReadSize(RecordedFrame frame)
    {
        if (frame.Track != Track.Event || !frame.Payload.Span.StartsWith(Size))
            return null;
        try
        {
            using var json = JsonDocument.Parse(frame.Payload.Memory);
            var (width, height) = (Number(json, "width"), Number(json, "height"));
            return width is > 0 and <= MaxSide && height is > 0 and <= MaxSide ? (width, height) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The desktop that this frame announces; null when it announces none.</summary>
    public static ReplayDesktop? Read(RecordedFrame frame)
    {
        if (frame.Track != Track.Event || !frame.Payload.Span.StartsWith(Header))
            return null;
        try
        {
            using var json = JsonDocument.Parse(frame.Payload.Memory);
            var (width, height, user, channel) = (Number(json, "width"), Number(json, "height"), Number(json, "user"), Number(json, "io"));
            return width is > 0 and <= MaxSide && height is > 0 and <= MaxSide && user is > 1001 and <= ushort.MaxValue && channel is > 0 and <= ushort.MaxValue
                ? new ReplayDesktop(width, height, (ushort)user, (ushort)channel)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int Number(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
}
