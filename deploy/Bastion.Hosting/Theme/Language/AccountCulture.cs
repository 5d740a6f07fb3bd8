using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting.Theme.Language;

/// <summary>After authentication: the account's language wins.</summary>
internal sealed class AccountCulture(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<LanguageFeature>() is { } account && Languages.IsKnown(account.Language))
            Languages.Use(account.Language);
        return next(context);
    }
}
