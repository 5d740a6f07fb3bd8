using System.Reflection;
using Bastion.Hosting.Theme.Bundles;
using Bastion.Hosting.Theme.Errors;
using Bastion.Hosting.Theme.Icons;
using Bastion.Hosting.Theme.Language;
using Bastion.Hosting.Theme.Security;
using Bastion.Hosting.Theme.Time;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Hosting.Theme;

/// <summary>Wires the theme into a host: services, the order of middleware, and the two routes that the shell itself needs.</summary>
public static class ThemeSetup
{
    /// <param name="services">Of the host; a <see cref="TimeProvider"/> is expected there.</param>
    /// <param name="options">Names and zone.</param>
    /// <param name="bundles">Assemblies with assets of their own, besides the theme's.</param>
    public static IServiceCollection AddTheme(this IServiceCollection services, ThemeOptions options, params Assembly[] bundles)
    {
        services.AddSingleton(options);
        services.AddSingleton(new AssetCatalog([AssetBundle.Of(typeof(ThemeSetup).Assembly), .. bundles.Select(AssetBundle.Of)]));
        services.AddSingleton(IconSet.Embedded());
        services.AddSingleton<ThemeWords>();
        services.AddSingleton(provider => new WallClock(TimeZoneInfo.FindSystemTimeZoneById(options.Zone), provider.GetRequiredService<TimeProvider>()));
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = $"__Host-{options.CookieWord}-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.Path = "/";
            antiforgery.FormFieldName = "_form";
            antiforgery.HeaderName = "X-Form";
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        return services;
    }

    /// <summary>
    /// Headers, assets, error pages, then routing. Call <paramref name="authenticate"/>'s middleware inside: the account's language
    /// (<see cref="LanguageFeature"/>) must be known before the culture is chosen.
    /// </summary>
    public static void UseTheme(this WebApplication app, Action<IApplicationBuilder>? authenticate = null)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<AssetServer>();
        app.UseMiddleware<CultureSelector>();
        app.UseMiddleware<ErrorPages>();
        app.UseRouting();
        authenticate?.Invoke(app);
        app.UseMiddleware<AccountCulture>();
        app.UseAntiforgery();
        app.UseMiddleware<FormGuard>();
    }

    /// <summary>The language switch of the shell; open to everybody.</summary>
    public static IEndpointConventionBuilder MapTheme(this WebApplication app) =>
        app.MapPost("/language", LanguageSwitch.Handle).WithMetadata(new RequireAntiforgeryTokenAttribute());
}
