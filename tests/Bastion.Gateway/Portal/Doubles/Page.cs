using System.Net;
using System.Text.RegularExpressions;

namespace Bastion.Gateway.Tests.Portal.Doubles;

/// <summary>One answer: status, where it sends, its headers and its text.</summary>
internal sealed partial record Page(HttpStatusCode Status, string? Location, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public string Token => TokenField().Match(Text) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : "";

    public string Words => WebUtility.HtmlDecode(Text);

    public static async Task<Page> OfAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return new Page(
                answer.StatusCode,
                answer.Headers.Location?.OriginalString,
                await answer.Content.ReadAsStringAsync(),
                answer.Headers.ToDictionary(x => x.Key, x => string.Join(", ", x.Value)));
        }
    }

    [GeneratedRegex("name=\"_form\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
