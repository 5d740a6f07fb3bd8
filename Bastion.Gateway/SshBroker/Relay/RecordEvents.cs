using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bastion.Ssh.Messages;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>The JSON of event frames (docs/formats/recording.md): one object, <c>kind</c> first.</summary>
internal static class RecordEvents
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Pty(PtyRequest pty) => Write("pty", json =>
    {
        json.WriteString("term", pty.Terminal);
        json.WriteNumber("cols", pty.Columns);
        json.WriteNumber("rows", pty.Rows);
    });

    public static byte[] Resize(uint columns, uint rows) => Write("resize", json =>
    {
        json.WriteNumber("cols", columns);
        json.WriteNumber("rows", rows);
    });

    public static byte[] Shell() => Write("shell", _ => { });

    public static byte[] Exec(string command) => Write("exec", json => json.WriteString("command", command));

    public static byte[] Subsystem(string name) => Write("subsystem", json => json.WriteString("name", name));

    public static byte[] Environment(EnvironmentRequest variable) => Write("env", json =>
    {
        json.WriteString("name", Encoding.UTF8.GetString(variable.Name.Span));
        json.WriteString("value", Encoding.UTF8.GetString(variable.Value.Span));
    });

    public static byte[] Exit(uint status) => Write("exit", json => json.WriteNumber("status", status));

    public static byte[] ExitSignal(string signal) => Write("exit", json => json.WriteString("signal", signal));

    public static byte[] Signal(string signal) => Write("signal", json => json.WriteString("signal", signal));

    public static byte[] Notice(string text) => Write("notice", json => json.WriteString("text", text));

    public static byte[] Frozen(string cause, bool blind, string text) => Write("frozen", json =>
    {
        json.WriteString("cause", cause);
        json.WriteBoolean("blind", blind);
        json.WriteString("text", text);
    });

    public static byte[] Resumed(string cause) => Write("resumed", json => json.WriteString("cause", cause));

    public static byte[] Refused(string name, string detail) => Write("refused", json =>
    {
        json.WriteString("name", name);
        if (detail.Length > 0)
            json.WriteString("detail", detail);
    });

    public static byte[] Opened(string use) => Write("channel.open", json => json.WriteString("use", use));

    public static byte[] Closed() => Write("channel.close", _ => { });

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
