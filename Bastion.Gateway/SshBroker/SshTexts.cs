using System.Globalization;
using System.Resources;

namespace Bastion.Gateway.SshBroker;

/// <summary>Prompts, menu and errors of the SSH listener. Before somebody signed in his language is not known: those texts carry both.</summary>
internal static class SshTexts
{
    private static readonly ResourceManager Resources = new("Bastion.Gateway.SshBroker.Texts", typeof(SshTexts).Assembly);

    public static string Get(string key, CultureInfo culture) => Resources.GetString(key, culture) ?? key;

    public static string Get(string key, CultureInfo culture, params object?[] values) => string.Format(culture, Get(key, culture), values);

    public static string BeforeSignIn(string key) => Get(key, CultureInfo.InvariantCulture);
}
