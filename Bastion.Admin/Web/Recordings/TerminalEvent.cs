using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bastion.Admin.Web.Recordings;

/// <summary>One event of a terminal, as asciicast v2 has it (time in seconds, code, data), with its channel as a fourth element that players ignore.</summary>
/// <param name="Seconds">Since the recording was opened.</param>
/// <param name="Code">o output, r resize ("80x24"), m mark ("kind" or "kind|text").</param>
/// <param name="Data">Text.</param>
/// <param name="Channel">Of the session.</param>
internal readonly record struct TerminalEvent(double Seconds, char Code, string Data, uint Channel)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => string.Create(CultureInfo.InvariantCulture, $"[{Seconds:0.######},\"{Code}\",{JsonSerializer.Serialize(Data, Plain)},{Channel}]");

    /// <summary>Without the channel, for other players.</summary>
    public string ToAsciicast() => string.Create(CultureInfo.InvariantCulture, $"[{Seconds:0.######},\"{Code}\",{JsonSerializer.Serialize(Data, Plain)}]");
}
