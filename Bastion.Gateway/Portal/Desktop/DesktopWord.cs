using System.Text.Json;

namespace Bastion.Gateway.Portal.Desktop;

/// <summary>
/// A text message of the browser. The first one starts and names the keyboard: <c>{"t":"start","layout":1036}</c> (an input locale, 0 for the language's own);
/// <c>{"t":"leave"}</c> ends the session on purpose.
/// </summary>
internal sealed record DesktopWord(bool IsLeave, uint Layout = 0)
{
    public const int Longest = 256;

    // The lower half is a language, the upper half a variant (MS-RDPBCGR 2.2.1.3.2, keyboardLayout).
    private const uint LargestLayout = 0x000F_FFFF;
    private static readonly JsonDocumentOptions Flat = new() { MaxDepth = 2 };

    /// <summary>Null for anything that is not exactly one of the two messages.</summary>
    public static DesktopWord? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8, Flat);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("t", out var kind) || kind.ValueKind != JsonValueKind.String)
                return null;
            return kind.GetString() switch
            {
                "leave" => new DesktopWord(true),
                "start" when json.RootElement.TryGetProperty("layout", out var layout) && layout.ValueKind == JsonValueKind.Number && layout.TryGetUInt32(out var number) && number <= LargestLayout =>
                    new DesktopWord(false, number),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
