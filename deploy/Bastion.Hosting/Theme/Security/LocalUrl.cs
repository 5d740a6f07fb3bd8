namespace Bastion.Hosting.Theme.Security;

/// <summary>Keeps redirects inside this host.</summary>
public static class LocalUrl
{
    /// <summary>The given address if it is a path of this host (<c>/x</c>, not <c>//x</c>, <c>/\x</c> or anything with control characters), else <paramref name="otherwise"/>.</summary>
    public static string Or(string? url, string otherwise) => IsLocal(url) ? url! : otherwise;

    public static bool IsLocal(string? url)
    {
        if (url is not { Length: > 0 and <= 2000 } || url[0] != '/')
            return false;
        if (url.Length > 1 && url[1] is '/' or '\\')
            return false;
        foreach (var c in url)
            if (char.IsControl(c) || c == '\\')
                return false;
        return true;
    }
}
