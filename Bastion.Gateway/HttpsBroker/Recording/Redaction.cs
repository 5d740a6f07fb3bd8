using System.Text;
using System.Text.RegularExpressions;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>
/// Strikes secrets out before a frame leaves Gateway: values of cookies and of headers, query parameters and form fields whose name says that they are one.
/// What was struck out is marked, so that nobody takes the recording for the wire.
/// </summary>
internal static partial class Redaction
{
    public const string Mark = "[redacted]";

    // Without backtracking: the text is a stranger's, and its length must be all that the time depends on.
    private static readonly Regex SecretMember = new(
        "(\"[^\"]*(?:passw|pwd|secret|token|api_?-?key|credential)[^\"]*\"\\s*:\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*\"|[-0-9.eE+]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public static IEnumerable<KeyValuePair<string, string>> Headers(HttpRequestMessage request)
    {
        foreach (var (name, values) in request.Headers.NonValidated)
            yield return new(name, Header(name, values.ToString()));
        if (request.Content is not null)
            foreach (var (name, values) in request.Content.Headers.NonValidated)
                yield return new(name, Header(name, values.ToString()));
    }

    public static IEnumerable<KeyValuePair<string, string>> Headers(HttpResponseMessage response)
    {
        foreach (var (name, values) in response.Headers.NonValidated)
            foreach (var value in values)
                yield return new(name, Header(name, value));
        foreach (var (name, values) in response.Content.Headers.NonValidated)
            yield return new(name, Header(name, values.ToString()));
    }

    public static string Header(string name, string value)
    {
        if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
            return string.Join("; ", value.Split(';', StringSplitOptions.TrimEntries).Select(ValueOf));
        if (name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            return value.IndexOf(';', StringComparison.Ordinal) is var cut and > 0 ? ValueOf(value[..cut]) + value[cut..] : ValueOf(value);
        if (name.Equals("Location", StringComparison.OrdinalIgnoreCase) || name.Equals("Referer", StringComparison.OrdinalIgnoreCase))
            return Target(value);
        return SecretHeader().IsMatch(name) ? Mark : value;
    }

    /// <summary>A request target or address: path as it is, secrets in the query struck out.</summary>
    public static string Target(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : string.Concat(target.AsSpan(0, query + 1), Pairs(target[(query + 1)..], out _));
    }

    public static bool LooksInto(string? mediaType) => mediaType is "application/x-www-form-urlencoded" or "application/json";

    /// <summary>The body as it may be recorded; null when nothing had to be struck out.</summary>
    public static byte[]? Body(string? mediaType, byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        if (mediaType == "application/json")
        {
            var shown = SecretMember.Replace(text, match => string.Concat(match.Groups[1].ValueSpan, "\"", Mark, "\""));
            return ReferenceEquals(shown, text) || shown == text ? null : Encoding.Latin1.GetBytes(shown);
        }
        var pairs = Pairs(text, out var struck);
        return struck ? Encoding.Latin1.GetBytes(pairs) : null;
    }

    private static string Pairs(string pairs, out bool struck)
    {
        var any = false;
        var shown = string.Join('&', pairs.Split('&').Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == pair.Length - 1 || !SecretName().IsMatch(Uri.UnescapeDataString(pair[..equals])))
                return pair;
            any = true;
            return string.Concat(pair.AsSpan(0, equals + 1), Mark);
        }));
        struck = any;
        return shown;
    }

    private static string ValueOf(string pair) =>
        pair.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 ? string.Concat(pair.AsSpan(0, equals + 1), Mark) : pair;

    [GeneratedRegex("auth|token|secret|api-?key|passw|credential|session-?id", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretHeader();

    [GeneratedRegex(@"passw|pwd|\bpass\b|^pw$|secret|token|api_?-?key|\bpin\b|\botp\b|credential", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
