using Bastion.Admin.Web.Decisions;
using Bastion.Admin.Web.Dossiers;
using Bastion.Admin.Web.Fleet;
using Bastion.Admin.Web.Live;
using Bastion.Admin.Web.Recordings;
using Bastion.Admin.Web.Routing;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme;
using Bastion.Hosting.Theme.Language;
using Microsoft.AspNetCore.Antiforgery;

namespace Bastion.Admin.Web;

/// <summary>The pages of the hospital's staff.</summary>
internal static class StaffPages
{
    public static void AddServices(IServiceCollection services, AdminOptions options)
    {
        services.AddTheme(new ThemeOptions { Organisation = options.Hospital!, CookieWord = "bastion-staff", Zone = options.Zone }, typeof(StaffPages).Assembly);
        services.AddSingleton<StaffWords>();
        services.AddSingleton<StaffCookies>();
        services.AddSingleton<ILanguageKeeper, StaffLanguage>();
        services.AddSingleton<ZoneClocks>();
        services.AddSingleton<RecorderPulse>();
        services.AddSingleton<SheetPages>();
        services.AddSingleton<FactorDesk>();
        services.AddSingleton<Care.CareAnswers>();
        services.AddSingleton<SessionFinder>();
        services.AddSingleton<RecordingShelf>();
        services.AddSingleton<ViewingPass>();
        services.AddSingleton<DossierReport>();
        services.AddSingleton<FleetPages>();
    }

    public static void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.UseTheme(pipeline => pipeline.UseMiddleware<StaffGate>());
        app.MapTheme().WithMetadata(new StaffAct("language.choose"));
        foreach (var route in RouteTable.All)
        {
            var mapped = app.MapMethods(route.Pattern, route.IsSocket ? [route.Method, HttpMethods.Connect] : [route.Method], route.Handler).WithMetadata(new StaffAct(route.Act));
            if (route.Method == HttpMethods.Post)
                mapped.WithMetadata(new RequireAntiforgeryTokenAttribute());
        }
    }
}
