using Bastion.Gateway.Portal.Account;
using Bastion.Gateway.Portal.DesktopTickets;
using Bastion.Gateway.Portal.Desktop;
using Bastion.Gateway.Portal.Enrolment;
using Bastion.Gateway.Portal.Files;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.Portal.Notices;
using Bastion.Gateway.Portal.Reports;
using Bastion.Gateway.Portal.Requests;
using Bastion.Gateway.Portal.SignIn;
using Bastion.Gateway.Portal.Terminal;
using Bastion.Gateway.Portal.Time;
using Bastion.Gateway.Portal.Web;
using Bastion.Gateway.Portal.Wording;
using Bastion.Hosting.Theme;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Gateway.Portal;

/// <summary>
/// The technicians' pages. Wants in the container: a TimeProvider, Admin's Identity and Interventions clients, ITerminalBroker and the SSH listener.
/// </summary>
internal static class PortalPages
{
    public static void AddServices(IServiceCollection services, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings);
        services.AddTheme(
            new ThemeOptions
            {
                Organisation = settings.HospitalName,
                CookieWord = "portal",
                Zone = settings.Zone,
                OnCallName = settings.OnCallName,
                OnCallPhone = settings.OnCallPhone,
            },
            typeof(PortalPages).Assembly);
        services.AddSingleton<PortalWords>();
        services.AddSingleton<Clocks>();
        services.AddSingleton<Sentences>();
        services.AddSingleton<WaysIn>();
        services.AddSingleton<TerminalTickets>();
        services.AddSingleton<DesktopDoor>();
        services.AddSingleton<AccountReader>();
        services.AddSingleton<ILanguageKeeper, PortalLanguage>();
        services.AddScoped<PortalVisit>();
    }

    /// <summary>Middleware in its order, then every route. What is not mapped here answers 404, Admin's pages among it.</summary>
    public static void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.UseTheme(inside => inside.UseMiddleware<PortalGate>());
        app.MapTheme();
        SignInEndpoints.Map(app);
        SignIn.PasskeyEndpoints.Map(app);
        EnrolmentEndpoints.Map(app);
        NoticeEndpoints.Map(app);
        InterventionEndpoints.Map(app);
        ActEndpoints.Map(app);
        ReportEndpoints.Map(app);
        RequestEndpoints.Map(app);
        FileEndpoints.Map(app);
        AccountEndpoints.Map(app);
        Account.PasskeyEndpoints.Map(app);
        TerminalEndpoints.Map(app);
        DesktopEndpoints.Map(app);
        WebEndpoints.Map(app);
        DesktopTicketEndpoints.Map(app);
    }
}
