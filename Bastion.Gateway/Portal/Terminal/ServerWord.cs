using System.Text.Json.Serialization;

namespace Bastion.Gateway.Portal.Terminal;

/// <summary>
/// A text message to the browser, its sentences ready in the technician's language. T is one of
/// open, state, notice, left, took, ended, refused; Left is milliseconds to the end of the window; Bytes are typed bytes that the session took; Ends is the end of the window in words;
/// Href and Link are the way on, and Again whether another session may be opened.
/// </summary>
internal sealed record ServerWord(
    [property: JsonPropertyName("t")] string T,
    [property: JsonPropertyName("title")] string? Title = null,
    [property: JsonPropertyName("text")] string? Text = null,
    [property: JsonPropertyName("by")] string? By = null,
    [property: JsonPropertyName("code")] string? Code = null,
    [property: JsonPropertyName("frozen")] bool? Frozen = null,
    [property: JsonPropertyName("blind")] bool? Blind = null,
    [property: JsonPropertyName("left")] long? Left = null,
    [property: JsonPropertyName("n")] int? Bytes = null,
    [property: JsonPropertyName("link")] string? Link = null,
    [property: JsonPropertyName("href")] string? Href = null,
    [property: JsonPropertyName("ends")] string? Ends = null,
    [property: JsonPropertyName("again")] bool? Again = null);
