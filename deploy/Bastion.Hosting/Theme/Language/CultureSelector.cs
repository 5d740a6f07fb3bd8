using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting.Theme.Language;

/// <summary>Cookie, else Accept-Language, else French. Early, so that error pages speak the visitor's language too.</summary>
internal sealed class CultureSelector(RequestDelegate next, ThemeOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        Languages.Use(LanguageCookie.Read(context, options) ?? Languages.FromBrowser(context.Request));
        return next(context);
    }
}
