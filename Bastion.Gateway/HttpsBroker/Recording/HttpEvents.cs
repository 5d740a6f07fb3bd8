using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>The JSON of event frames of a web session (docs/formats/recording.md, section 5): one object, <c>kind</c> first. The frame's channel is the exchange.</summary>
internal static class HttpEvents
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Device(string channel, string certificate, bool oldTls, string login) => Write("http.device", json =>
    {
        json.WriteString("tls", channel);
        json.WriteString("certificate", certificate);
        json.WriteBoolean("old", oldTls);
        json.WriteString("login", login);
    });

    public static byte[] Request(string method, string target, string version, bool page, bool socket, IEnumerable<KeyValuePair<string, string>> headers) => Write("http.request", json =>
    {
        json.WriteString("method", method);
        json.WriteString("target", target);
        json.WriteString("version", version);
        if (page)
            json.WriteBoolean("page", true);
        if (socket)
            json.WriteBoolean("socket", true);
        WriteHeaders(json, headers);
    });

    public static byte[] Response(int status, string reason, string version, IEnumerable<KeyValuePair<string, string>> headers) => Write("http.response", json =>
    {
        json.WriteNumber("status", status);
        if (reason.Length > 0)
            json.WriteString("reason", reason);
        json.WriteString("version", version);
        WriteHeaders(json, headers);
    });

    /// <param name="kind">http.sent or http.received.</param>
    public static byte[] Body(string kind, long bytes, long recorded, string sha256, string end, bool redacted = false) => Write(kind, json =>
    {
        json.WriteNumber("bytes", bytes);
        if (recorded != bytes)
            json.WriteNumber("recorded", recorded);
        if (sha256.Length > 0)
            json.WriteString("sha256", sha256);
        if (redacted)
            json.WriteBoolean("redacted", true);
        json.WriteString("end", end);
    });

    /// <summary>A piece of a body beyond the cap: not its bytes, but the hash of the body up to and with it.</summary>
    public static byte[] Hashed(string direction, long bytes, string sha256) => Write("http.hashed", json =>
    {
        json.WriteString("direction", direction);
        json.WriteNumber("bytes", bytes);
        json.WriteString("sha256", sha256);
    });

    /// <summary>The bastion itself signed in, in a technician's stead; no secret of it is written.</summary>
    public static byte[] Login(string how, bool done) => Write("http.login", json =>
    {
        json.WriteString("how", how);
        json.WriteBoolean("done", done);
    });

    public static byte[] Failed(string what) => Write("http.failed", json => json.WriteString("text", what));

    public static byte[] Refused(string name, string detail) => Write("refused", json =>
    {
        json.WriteString("what", name);
        json.WriteString("detail", detail);
    });

    public static byte[] Notice(string text) => Write("notice", json => json.WriteString("text", text));

    public static byte[] Frozen(string cause, bool blind, string text) => Write("frozen", json =>
    {
        json.WriteString("cause", cause);
        json.WriteBoolean("blind", blind);
        json.WriteString("text", text);
    });

    public static byte[] Resumed(string cause) => Write("resumed", json => json.WriteString("cause", cause));

    private static void WriteHeaders(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> headers)
    {
        json.WriteStartArray("headers");
        foreach (var (name, value) in headers)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static byte[] Write(string kind, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
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
