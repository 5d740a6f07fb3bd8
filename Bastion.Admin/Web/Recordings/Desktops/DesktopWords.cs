using System.Globalization;
using System.Text;
using System.Text.Json;
using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.Recordings.Desktops;

/// <summary>What the player's page is told beside the pictures, as JSON. Marks have the form that every player of ours reads: [seconds, "m", "kind|text", channel].</summary>
internal sealed class DesktopWords
{
    private readonly TerminalEvents marks = new();

    /// <summary>Null for a reply that is no word.</summary>
    public byte[]? Of(PlayDesktopReply reply)
    {
        switch (reply.PartCase)
        {
            case PlayDesktopReply.PartOneofCase.Position:
                var position = reply.Position;
                return Text($$"""{"t":"at","s":{{Seconds(position.Micros)}},"playing":{{Truth(position.Playing)}},"speed":{{position.Speed.ToString(CultureInfo.InvariantCulture)}},"sought":{{Truth(position.Sought)}}}""");
            case PlayDesktopReply.PartOneofCase.Pointer:
                return Text(string.Create(CultureInfo.InvariantCulture, $$"""{"t":"pointer","x":{{reply.Pointer.X}},"y":{{reply.Pointer.Y}},"pressed":{{Truth(reply.Pointer.Pressed)}}}"""));
            case PlayDesktopReply.PartOneofCase.Timeline:
                var timeline = reply.Timeline;
                return Text(string.Create(CultureInfo.InvariantCulture,
                    $$"""{"t":"timeline","length":{{Seconds(timeline.DurationMicros)}},"width":{{timeline.Width}},"height":{{timeline.Height}},"activity":[{{string.Join(',', timeline.Activity)}}],"marks":[{{string.Join(',', timeline.Events.SelectMany(MarksOf))}}]}"""));
            case PlayDesktopReply.PartOneofCase.Event:
                return MarksOf(reply.Event).FirstOrDefault() is { } mark ? Text($$"""{"t":"mark","mark":{{mark}}}""") : null;
            case PlayDesktopReply.PartOneofCase.Sealed:
                return Text($$"""{"t":"sealed","reason":{{JsonSerializer.Serialize(reply.Sealed.EndReason)}}}""");
            default:
                return null;
        }
    }

    /// <summary>The reading ended before its time.</summary>
    public static byte[] Failed { get; } = Text("""{"t":"failed"}""");

    private IEnumerable<string> MarksOf(PlayEvent one) =>
        marks.Take(new RecordedFrame { Track = Track.Event, Channel = one.Channel, MonotonicMicros = one.Micros, Payload = one.Payload }).Where(mark => mark.Code == 'm').Select(mark => mark.ToJson());

    private static string Seconds(long micros) => (micros / 1e6).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Truth(bool value) => value ? "true" : "false";

    private static byte[] Text(string json) => Encoding.UTF8.GetBytes(json);
}
