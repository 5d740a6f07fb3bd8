using System.Globalization;
using System.Resources;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.Access.Refusals;

/// <summary>
/// The sentence of a refusal code in the reader's language: what happened and what to do next.
/// Resources: the code with dots as underscores; facts stand as {name} and instants are shown in the hospital's zone (fact <c>zone</c>).
/// </summary>
internal static class RefusalTexts
{
    private static readonly ResourceManager Resources = new("Bastion.Gateway.Access.Refusals.Refusals", typeof(RefusalTexts).Assembly);

    /// <param name="site">The hospital's zone, for a refusal that does not bring its own.</param>
    public static string Sentence(Refusal refusal, CultureInfo culture, TimeZoneInfo? site = null)
    {
        if (refusal.Code.StartsWith("end.", StringComparison.Ordinal))
            return SessionTexts.Get("end_" + refusal.Code["end.".Length..], culture);
        var template = Resources.GetString(KeyOf(refusal.Code), culture) ?? Resources.GetString("unknown", culture)!;
        // A sentence that needs a fact which did not come falls back to its plain form.
        if (Missing(template, refusal) && Resources.GetString(KeyOf(refusal.Code) + "_plain", culture) is { } plain)
            template = plain;
        return Fill(template, refusal, culture, site ?? TimeZoneInfo.Local);
    }

    public static string Sentence(string code, CultureInfo culture) => Sentence(new Refusal { Code = code }, culture);

    private static string KeyOf(string code) => code.Replace('.', '_');

    private static bool Missing(string template, Refusal refusal)
    {
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0; open = template.IndexOf('{', open + 1))
        {
            var close = template.IndexOf('}', open);
            var name = template[(open + 1)..close];
            if (name != "code" && !(refusal.Facts.TryGetValue(name, out var value) && value.Length > 0))
                return true;
        }
        return false;
    }

    private static string Fill(string template, Refusal refusal, CultureInfo culture, TimeZoneInfo site)
    {
        var text = new StringBuilder(template.Length + 32);
        var at = 0;
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0; open = template.IndexOf('{', at))
        {
            var close = template.IndexOf('}', open);
            var name = template[(open + 1)..close];
            text.Append(template, at, open - at);
            text.Append(name == "code" ? refusal.Code : Show(refusal, name, culture, site));
            at = close + 1;
        }
        return text.Append(template, at, template.Length - at).ToString();
    }

    private static string Show(Refusal refusal, string name, CultureInfo culture, TimeZoneInfo site)
    {
        if (!refusal.Facts.TryGetValue(name, out var value) || value.Length == 0)
            return "…";
        if (!DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) || !value.Contains('T', StringComparison.Ordinal))
            return Resources.GetString($"value_{name}_{value}", culture) ?? value;
        var zone = refusal.Facts.TryGetValue("zone", out var id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) ? found : site;
        return TimeZoneInfo.ConvertTime(instant, zone).ToString(Resources.GetString("instant_format", culture)!, culture);
    }
}
