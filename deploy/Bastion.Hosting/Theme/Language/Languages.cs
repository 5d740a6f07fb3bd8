using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bastion.Hosting.Theme.Language;

/// <summary>The two languages of the product, French first.</summary>
public static class Languages
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static bool IsKnown(string? language) => language is "fr" or "en";

    public static CultureInfo Culture(string language) => language == "en" ? English : French;

    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "fr";

    public static void Use(string language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Culture(language);

    /// <summary>What the browser prefers among ours; French when it says nothing useful.</summary>
    public static string FromBrowser(HttpRequest request)
    {
        IList<StringWithQualityHeaderValue> wanted;
        try { wanted = request.GetTypedHeaders().AcceptLanguage; }
        catch (FormatException) { return "fr"; }
        foreach (var value in wanted.OrderByDescending(value => value.Quality ?? 1))
        {
            if (value.Quality is 0)
                continue;
            if (value.Value.StartsWith("fr", StringComparison.OrdinalIgnoreCase))
                return "fr";
            if (value.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return "en";
        }
        return "fr";
    }
}
