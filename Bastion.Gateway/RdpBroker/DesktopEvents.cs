using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bastion.Gateway.RdpBroker;

/// <summary>The JSON of event frames of a desktop session (docs/formats/recording.md, Desktops): one object, <c>kind</c> first.</summary>
internal static class DesktopEvents
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Desktop(int width, int height, ushort user, ushort io, ushort clipboard, uint layout, string client, bool readOnly, string security, string certificate) => Write("desktop", json =>
    {
        json.WriteNumber("width", width);
        json.WriteNumber("height", height);
        json.WriteNumber("user", user);
        json.WriteNumber("io", io);
        json.WriteNumber("clipboard", clipboard);
        json.WriteNumber("layout", layout);
        json.WriteString("client", client);
        json.WriteBoolean("readOnly", readOnly);
        json.WriteString("security", security);
        json.WriteString("certificate", certificate);
    });

    public static byte[] Size(int width, int height, int bits) => Write("desktop.size", json =>
    {
        json.WriteNumber("width", width);
        json.WriteNumber("height", height);
        json.WriteNumber("bits", bits);
    });

    public static byte[] Active() => Write("desktop.active", _ => { });

    public static byte[] Keyframe(int number) => Write("keyframe", json => json.WriteNumber("number", number));

    public static byte[] Notice(string text) => Write("notice", json => json.WriteString("text", text));

    public static byte[] Frozen(string cause, bool blind, string text) => Write("frozen", json =>
    {
        json.WriteString("cause", cause);
        json.WriteBoolean("blind", blind);
        json.WriteString("text", text);
    });

    public static byte[] Resumed(string cause) => Write("resumed", json => json.WriteString("cause", cause));

    public static byte[] Refused(string name) => Write("refused", json => json.WriteString("name", name));

    private static byte[] Write(string kind, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            rest(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
