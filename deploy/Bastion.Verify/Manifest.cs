using System.Text.Json;

namespace Bastion.Verify;

/// <summary>manifest.json.</summary>
internal sealed record Manifest(
    string Format, int Version, string Intervention, string MadeAt, string Origin, ulong Exported,
    Manifest.PublicKeys Keys, Manifest.RecordingLine[] Recordings, Manifest.DocumentLine[] Documents, string[] Timestamps, Manifest.FileLine[] Files)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <exception cref="InvalidDataException">Not a manifest of this version.</exception>
    public static Manifest Parse(byte[] bytes)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(bytes, Json);
            return manifest is { Format: "bastion evidence pack", Version: 1 } ? manifest : throw new InvalidDataException("manifest.json is not of an evidence pack, version 1.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"manifest.json: {e.Message}");
        }
    }

    internal sealed record PublicKeys(string Recorder, string[] Leases, string Journal, string[] Witnesses);

    internal sealed record RecordingLine(string Id, string State, string? File = null);

    internal sealed record DocumentLine(string Name, string File, string Sha256);

    internal sealed record FileLine(string Name, long Bytes, string Sha256);
}
