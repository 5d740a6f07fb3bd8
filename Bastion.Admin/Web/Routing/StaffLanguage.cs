using Bastion.Admin.Identity;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Admin.Web.Routing;

/// <summary>Keeps the language with the account.</summary>
internal sealed class StaffLanguage(StaffSignIn signIns, StaffCookies cookies) : ILanguageKeeper
{
    public async Task KeepAsync(HttpContext context, string language)
    {
        if (cookies.Session.Read(context) is { } token && context.Features.Get<StaffContext>() is not null)
            await signIns.SetLanguageAsync(token, language, context.RequestAborted);
    }
}
