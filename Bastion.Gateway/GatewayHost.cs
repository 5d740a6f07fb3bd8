using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Gateway.Portal;
using Bastion.Gateway.Portal.DesktopTickets;
using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.RdpBroker;
using Bastion.Gateway.SshBroker;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway;

/// <summary>The data plane: the only part that vendors can reach. No database; what it knows of a session is gone with the session.</summary>
public static class GatewayHost
{
    public static WebApplication Build(GatewayOptions options, TimeProvider time) => Build(options, time, _ => { });

    /// <summary>The port that the SSH listener of a started host got.</summary>
    public static int SshPort(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<SshListener>().At(SshDoor.Strict)?.Port ?? throw new InvalidOperationException("The host has not started.");
    }

    /// <summary>The same of the listener for old programs.</summary>
    public static int SshCompatiblePort(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<SshListener>().At(SshDoor.Compatible)?.Port ?? throw new InvalidOperationException("There is no such listener.");
    }

    /// <summary>The port that the desktop listener of a started host got.</summary>
    public static int RdpPort(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<RdpListener>().Where?.Port ?? throw new InvalidOperationException("There is no such listener.");
    }

    internal static WebApplication Build(GatewayOptions options, TimeProvider time, Action<IServiceCollection> change)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var identity = TlsIdentity.Load(options.CertificateFile!, options.KeyFile!, options.AuthorityFile!, time);
        var builder = ServiceHost.CreateBuilder(Plane.Gateway, options.Service, time);
        builder.ListenForPeers(options.Listen!, identity);
        builder.ListenForBrowsers(
            options.PortalListen!,
            WebIdentity.Load(options.PortalCertificateFile!, options.PortalKeyFile!),
            [.. options.PortalHosts],
            options.Web.IsOn ? new NamesBelow(options.Web.Domain, WebIdentity.Load(options.Web.CertificateFile!, options.Web.KeyFile!)) : null);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(new PlaneChannels(
            PeerChannel.Open(options.Admin!, identity, Plane.Admin),
            PeerChannel.Open(options.Recorder!, identity, Plane.Recorder)));
        services.AddSingleton(p => new Identity.IdentityClient(p.GetRequiredService<PlaneChannels>().Admin));
        services.AddSingleton(p => new Interventions.InterventionsClient(p.GetRequiredService<PlaneChannels>().Admin));
        services.AddSingleton(p => new Admin.Contracts.Access.AccessClient(p.GetRequiredService<PlaneChannels>().Admin));
        services.AddSingleton(p => new Airlock.AirlockClient(p.GetRequiredService<PlaneChannels>().Admin));
        services.AddSingleton(p => new Recorder.Contracts.Recording.RecordingClient(p.GetRequiredService<PlaneChannels>().Recorder));
        services.AddSingleton(p => new Journal.JournalClient(p.GetRequiredService<PlaneChannels>().Recorder));
        services.AddSessions(options);
        services.AddSshBroker(options);
        services.AddHttpsBroker();
        services.AddRdpBroker(options);
        services.AddSingleton<ISshFront, SshFront>();
        services.AddSingleton<IDesktopFront, DesktopFront>();
        services.AddHealthChecks().AddCheck<PlanesHealth>("planes");
        PortalPages.AddServices(services, options.Portal);
        change(services);
        var app = builder.Build();
        app.UseMiddleware<WebFront>();
        PortalPages.Map(app);
        return app;
    }
}
