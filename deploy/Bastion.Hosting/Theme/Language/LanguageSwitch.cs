using Bastion.Hosting.Theme.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Hosting.Theme.Language;

/// <summary>POST /language: keeps the choice and goes back to the page.</summary>
internal static class LanguageSwitch
{
    public static async Task<IResult> Handle(HttpContext context, ThemeOptions options)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var language = form["to"].ToString();
        if (Languages.IsKnown(language))
        {
            LanguageCookie.Write(context, options, language);
            if (context.RequestServices.GetService<ILanguageKeeper>() is { } keeper)
                await keeper.KeepAsync(context, language);
        }
        return new SeeOther(form["back"].ToString());
    }
}
