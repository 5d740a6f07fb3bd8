namespace Bastion.Admin.Devices;

/// <summary>What is wrong with a profile: a field and its denial. Pure.</summary>
internal static class HttpProfileRules
{
    public const int MaxPaths = 32;
    public static readonly TimeSpan LongestOldTls = TimeSpan.FromDays(366);
    private const int MaxPath = 200;
    private const int MaxName = 80;

    public static Denial? Judge(HttpProfile profile, DateTimeOffset now)
    {
        if (!IsPath(profile.StartPath))
            return Wrong("startPath");
        if (profile.Paths.Count > MaxPaths || !profile.Paths.All(IsPath))
            return Wrong("paths");
        if (profile.OldTlsUntil is { } until && (until <= now || until > now + LongestOldTls))
            return Wrong("oldTlsUntil");
        if (profile.OldTlsUntil is not null && profile.Plain)
            return Wrong("plain");
        return profile.Login switch
        {
            HttpLogin.Header when !IsHeader(profile.HeaderName) => Wrong("headerName"),
            HttpLogin.Form when !IsPath(profile.LoginPath) => Wrong("loginPath"),
            HttpLogin.Form when profile.UserField.Length > MaxName => Wrong("userField"),
            HttpLogin.Form when profile.PasswordField.Length > MaxName => Wrong("passwordField"),
            HttpLogin.Certificate when profile.Plain => Wrong("plain"),
            _ => null,
        };
    }

    private static Denial Wrong(string field) => Denial.Of(DenialCode.FieldInvalid, "field", field);

    // A path as it is written in a request line: no query, nothing that could mean two things.
    private static bool IsPath(string path) =>
        path.Length is > 0 and <= MaxPath && path[0] == '/' && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal)
        && path.All(c => c is > ' ' and < (char)127 and not '?' and not '#' and not '\\' and not '%');

    private static bool IsHeader(string name)
    {
        if (name.Length is 0 or > MaxName || Reserved.Contains(name))
            return false;
        using var probe = new HttpRequestMessage();
        return probe.Headers.TryAddWithoutValidation(name, "x");
    }

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Expect", "Origin", "Referer", "Proxy-Authorization", "Keep-Alive",
    };
}
