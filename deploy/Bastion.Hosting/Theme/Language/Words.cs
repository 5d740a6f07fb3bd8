using System.Globalization;
using System.Resources;

namespace Bastion.Hosting.Theme.Language;

/// <summary>Sentences for people, from a resource file, in the language of the current request. A missing one shows its key in brackets: visible, never an error page.</summary>
public abstract class Words(ResourceManager resources)
{
    public string this[string key] => resources.GetString(key, CultureInfo.CurrentUICulture) ?? $"[{key}]";

    public string this[string key, params object?[] values] => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>The sentence, or null where there is none: for codes that may be unknown to this version.</summary>
    public string? Find(string key) => resources.GetString(key, CultureInfo.CurrentUICulture);

    /// <summary>One or many: <c>key.one</c> for 1 (and 0 in French), <c>key.many</c> otherwise; {0} is the number.</summary>
    public string Count(string key, long number)
    {
        var one = number == 1 || (number == 0 && CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr");
        return this[one ? $"{key}.one" : $"{key}.many", number];
    }
}
