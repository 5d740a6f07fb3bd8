using System.Text.RegularExpressions;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>Where to go after a sign-in: one of our own pages by its form, never what a link asked for.</summary>
internal static partial class ReturnPath
{
    public const string Home = "/interventions";
    private const int Longest = 200;

    public static string Of(string? wish) => wish is { Length: > 0 and <= Longest } && Known().IsMatch(wish) ? wish : Home;

    [GeneratedRegex(@"\A/(?:account|interventions(?:/(?:new|[0-9A-Za-z-]{1,64}(?:/terminal)?))?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Known();
}
