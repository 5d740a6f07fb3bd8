using System.Globalization;
using System.Resources;

namespace Bastion.Gateway.HttpsBroker.Pages;

/// <summary>What our pages in a device's place say.</summary>
internal static class WebTexts
{
    private static readonly ResourceManager Resources = new("Bastion.Gateway.HttpsBroker.Pages.WebTexts", typeof(WebTexts).Assembly);

    public static string Get(string key, CultureInfo culture, params object[] facts) =>
        Resources.GetString(key, culture) is { } text ? facts.Length == 0 ? text : string.Format(culture, text, facts) : key;
}
