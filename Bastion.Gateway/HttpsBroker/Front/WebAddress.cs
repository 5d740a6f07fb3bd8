using System.Security.Cryptography;

namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>Where a session's page is: a name that nobody can guess, never used twice.</summary>
/// <param name="Label">26 characters, 130 random bits.</param>
/// <param name="Domain">The domain of all sessions.</param>
internal sealed record WebAddress(string Label, string Domain)
{
    public const int LabelLength = 26;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    public string Host => $"{Label}.{Domain}";

    public static WebAddress Random(string domain) => new(RandomNumberGenerator.GetString(Letters, LabelLength), domain);

    /// <summary>The label of a host of this domain; null for any other host.</summary>
    public static string? LabelOf(string host, string domain)
    {
        if (host.Length != LabelLength + 1 + domain.Length || host[LabelLength] != '.' || !host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
            return null;
        var label = host[..LabelLength].ToLowerInvariant();
        return label.All(Letters.Contains) ? label : null;
    }
}
