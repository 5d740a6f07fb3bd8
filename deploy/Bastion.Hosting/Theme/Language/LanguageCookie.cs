using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting.Theme.Language;

/// <summary>The language chosen in this browser.</summary>
public static class LanguageCookie
{
    private static string Name(ThemeOptions options) => $"__Host-{options.CookieWord}-lang";

    public static string? Read(HttpContext context, ThemeOptions options) =>
        context.Request.Cookies.TryGetValue(Name(options), out var value) && Languages.IsKnown(value) ? value : null;

    public static void Write(HttpContext context, ThemeOptions options, string language) =>
        context.Response.Cookies.Append(Name(options), language, new CookieOptions
        {
            Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true,
        });
}
