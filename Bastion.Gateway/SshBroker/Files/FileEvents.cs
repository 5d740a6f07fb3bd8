using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bastion.Ssh.Files;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>The JSON of file events (docs/formats/recording.md, Files).</summary>
internal static class FileEvents
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(FileFact fact, string protocol)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("kind", KindOf(fact.Kind));
            if (fact.Kind is not (FileFactKind.Bytes or FileFactKind.Outcome))
                json.WriteString("by", protocol);
            Number(json, "act", fact.Act);
            Text(json, "op", fact.Op);
            Text(json, "path", fact.Path);
            Text(json, "to", fact.To);
            Number(json, "file", fact.File);
            Text(json, "way", WayOf(fact.Way));
            if (fact.Kind is FileFactKind.Bytes or FileFactKind.Closed)
            {
                json.WriteNumber("offset", fact.Offset);
                json.WriteNumber("bytes", fact.Bytes);
            }
            if (fact.Sha256 is { } hash)
                json.WriteString("sha256", Convert.ToHexStringLower(hash));
            if (fact is { Kind: FileFactKind.Bytes, Sha256: not null })
                json.WriteBoolean("running", fact.Running);
            if (fact.Kind == FileFactKind.Closed)
                json.WriteBoolean("whole", fact.Whole);
            Text(json, "outcome", fact.Outcome);
            Text(json, "control", fact.Control);
            Text(json, "detail", fact.Detail);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A held content is about to be written to the device.</summary>
    public static byte[] Delivering(int file, string path, Bastion.Admin.Contracts.HoldGrant grant)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("kind", "file.delivering");
            json.WriteNumber("file", file);
            json.WriteString("path", path);
            json.WriteNumber("bytes", grant.Bytes);
            json.WriteString("detail", grant.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static string WayOf(FileWay way) => way switch
    {
        FileWay.In => "in",
        FileWay.Out => "out",
        FileWay.In | FileWay.Out => "both",
        _ => "",
    };

    private static string KindOf(FileFactKind kind) => kind switch
    {
        FileFactKind.Act => "file.act",
        FileFactKind.Outcome => "file.outcome",
        FileFactKind.Bytes => "file.bytes",
        FileFactKind.Closed => "file.closed",
        _ => "file.refused",
    };

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
            json.WriteString(name, value);
    }

    private static void Number(Utf8JsonWriter json, string name, int value)
    {
        if (value > 0)
            json.WriteNumber(name, value);
    }
}
