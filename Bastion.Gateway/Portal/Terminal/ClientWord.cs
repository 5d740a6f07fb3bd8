using System.Text.Json;

namespace Bastion.Gateway.Portal.Terminal;

/// <summary>
/// A text message of the browser: start and size carry cells, ack carries bytes, leave carries nothing.
/// <c>{"t":"size","c":120,"r":40}</c>, <c>{"t":"ack","n":65536}</c>.
/// </summary>
internal sealed record ClientWord(ClientWordKind Kind, int Columns = 0, int Rows = 0, int Bytes = 0)
{
    public const int Longest = 256;
    private const int MostColumns = 500;
    private const int MostRows = 300;
    private static readonly JsonDocumentOptions Flat = new() { MaxDepth = 2 };

    /// <summary>Null for anything that is not exactly one of the four messages.</summary>
    public static ClientWord? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8, Flat);
            var word = json.RootElement;
            return word.ValueKind != JsonValueKind.Object || !word.TryGetProperty("t", out var kind) || kind.ValueKind != JsonValueKind.String
                ? null
                : kind.GetString() switch
                {
                    "start" => Sized(ClientWordKind.Start, word),
                    "size" => Sized(ClientWordKind.Size, word),
                    "ack" when Number(word, "n") is > 0 and var drawn => new ClientWord(ClientWordKind.Ack, Bytes: drawn),
                    "leave" => new ClientWord(ClientWordKind.Leave),
                    _ => null,
                };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ClientWord? Sized(ClientWordKind kind, JsonElement word) =>
        Number(word, "c") is > 0 and <= MostColumns and var columns && Number(word, "r") is > 0 and <= MostRows and var rows
            ? new ClientWord(kind, columns, rows)
            : null;

    private static int Number(JsonElement word, string name) =>
        word.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
}
