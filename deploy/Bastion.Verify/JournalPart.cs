using System.Text.Json;

namespace Bastion.Verify;

/// <summary>journal.json: a signed head, and the leaves that are shown with their proofs.</summary>
internal sealed record JournalPart(string Checkpoint, JournalPart.Leaf[] Entries)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <exception cref="InvalidDataException"/>
    public static JournalPart Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalPart>(bytes, Json) ?? throw new InvalidDataException("journal.json is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"journal.json: {e.Message}");
        }
    }

    internal sealed record Leaf(ulong Index, [property: System.Text.Json.Serialization.JsonPropertyName("leaf")] byte[] Bytes, byte[][] Path);
}
