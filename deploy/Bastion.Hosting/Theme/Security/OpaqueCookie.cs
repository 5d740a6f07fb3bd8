using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting.Theme.Security;

/// <summary>A cookie that holds one opaque token for this host alone: __Host-, Secure, HttpOnly, whole path, SameSite=Lax so that a link in a mail finds the visitor signed in.</summary>
public sealed class OpaqueCookie(string word)
{
    /// <summary>A sealed sign-in attempt (1,000 characters at most) with the login as it was typed is the longest.</summary>
    private const int MaxLength = 1400;

    public string Name { get; } = $"__Host-{word}";

    public string? Read(HttpContext context) =>
        context.Request.Cookies.TryGetValue(Name, out var value) && value is { Length: > 0 and <= MaxLength } ? value : null;

    /// <param name="context">Answer that sets it.</param>
    /// <param name="token">Opaque value.</param>
    /// <param name="lifetime">Null: until the browser closes; the server's own limits hold in any case.</param>
    public void Write(HttpContext context, string token, TimeSpan? lifetime = null)
    {
        var options = Options();
        options.MaxAge = lifetime;
        context.Response.Cookies.Append(Name, token, options);
    }

    public void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options());

    private static CookieOptions Options() => new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true };
}
