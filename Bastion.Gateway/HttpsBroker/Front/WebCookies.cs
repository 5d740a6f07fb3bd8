namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>
/// Our two cookies on a session's own host. They never reach the device, a device cannot set one of their names, and a browser that
/// sends one twice is sent away: somebody else put the second there.
/// </summary>
internal static class WebCookies
{
    public const string Entry = "__Host-bastion-app";
    public const string State = "__Host-bastion-state";
    private const int MaxValue = 100;

    public static bool IsOurs(ReadOnlySpan<char> name) => name.StartsWith("__Host-bastion", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value; null when absent. <paramref name="twice"/>: there is more than one of that name.</summary>
    public static string? Read(HttpRequest request, string name, out bool twice)
    {
        string? found = null;
        twice = false;
        foreach (var header in request.Headers.Cookie)
            foreach (var part in (header ?? "").Split(';', StringSplitOptions.TrimEntries))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0 || !part.AsSpan(0, equals).SequenceEqual(name))
                    continue;
                twice |= found is not null;
                found = part[(equals + 1)..];
            }
        return found is { Length: > 0 and <= MaxValue } && !twice ? found : null;
    }

    /// <summary>What the device may see of the Cookie header; empty for nothing.</summary>
    public static string ForDevice(IEnumerable<string?> headers) => string.Join("; ", headers
        .SelectMany(header => (header ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Where(part => !IsOurs(part)));

    /// <summary>A device's Set-Cookie as the browser may see it: for this host alone. Null when it takes a name of ours.</summary>
    public static string? FromDevice(string setCookie)
    {
        var parts = setCookie.Split(';', StringSplitOptions.TrimEntries);
        var equals = parts[0].IndexOf('=', StringComparison.Ordinal);
        // A cookie without a name is sent back as its value alone: it could say "name=value" for a name of ours.
        if (equals <= 0 || IsOurs(parts[0]))
            return null;
        return string.Join("; ", parts.Where(part => !part.StartsWith("Domain", StringComparison.OrdinalIgnoreCase)));
    }

    public static void Set(HttpResponse response, string name, string value, TimeSpan? life) =>
        response.Headers.Append("Set-Cookie", $"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{(life is { } time ? $"; Max-Age={(int)time.TotalSeconds}" : "")}");

    public static void Clear(HttpResponse response, string name) => Set(response, name, "", TimeSpan.Zero);
}
