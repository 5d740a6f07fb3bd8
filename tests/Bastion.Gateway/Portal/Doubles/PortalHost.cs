using System.Security.Cryptography.X509Certificates;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal;
using Bastion.Gateway.Portal.DesktopTickets;
using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.SshBroker.Terminals;
using Bastion.Hosting;
using Bastion.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Gateway.Tests.Portal.Doubles;

/// <summary>The portal on a real TLS port, with doubles where Admin and the relay would be.</summary>
internal sealed class PortalHost : IAsyncDisposable
{
    private readonly TestAuthority authority = new("portal");
    private readonly WebApplication app;
    private readonly X509Certificate2 site;
    private readonly List<Visitor> visitors = [];

    private PortalHost(TimeProvider clock)
    {
        Clock = clock;
        Admin = new AdminDouble(clock);
        var certificate = authority.IssueSite("localhost", "127.0.0.1");
        site = X509CertificateLoader.LoadCertificateFromFile(certificate.CertificateFile);
        var builder = ServiceHost.CreateBuilder(Plane.Gateway, new ServiceSettings { LogLevel = "Warning" }, clock);
        builder.ListenForBrowsers(ServiceAddress.Parse("tcp:127.0.0.1:0"), WebIdentity.Load(certificate.CertificateFile, certificate.KeyFile), "localhost", "127.0.0.1");
        builder.Services.AddSingleton(new Identity.IdentityClient(Admin));
        builder.Services.AddSingleton(new Admin.Contracts.Interventions.InterventionsClient(Admin));
        builder.Services.AddSingleton(new Airlock.AirlockClient(Admin));
        builder.Services.AddSingleton(new GatewayOptions());
        builder.Services.AddSingleton<ITerminalBroker>(Terminal);
        builder.Services.AddSingleton<ISshFront>(new SshFrontDouble());
        builder.Services.AddSingleton<IDesktopFront>(new DesktopFrontDouble(site));
        builder.Services.AddHttpsBroker();
        PortalPages.AddServices(builder.Services, new PortalSettings { HospitalName = "Centre hospitalier de Valbrume", OnCallName = "Astreinte biomédicale", OnCallPhone = "02 61 91 00 15", SshHost = "acces.valbrume.example", SshPort = 2222 });
        app = builder.Build();
        PortalPages.Map(app);
    }

    public TimeProvider Clock { get; }

    public AdminDouble Admin { get; }

    public TerminalDouble Terminal { get; } = new();

    public WebApplication App => app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Only the host's own certificate.</summary>
    public bool IsSite(X509Certificate? certificate) => certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(site.RawDataMemory.Span);

    /// <summary>A new visitor; gone with the host.</summary>
    public Visitor Visit()
    {
        var visitor = new Visitor(this);
        visitors.Add(visitor);
        return visitor;
    }

    public static async Task<PortalHost> StartAsync(TimeProvider clock)
    {
        var host = new PortalHost(clock);
        await host.app.StartAsync();
        host.Address = new Uri($"https://localhost:{ListeningAddress.Of(host.app, Listener.Browsers).Port}/");
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        visitors.ForEach(x => x.Dispose());
        await app.DisposeAsync();
        site.Dispose();
        authority.Dispose();
    }

    private sealed class DesktopFrontDouble(X509Certificate2 signer) : IDesktopFront
    {
        public int Port => 3389;

        public X509Certificate2 Signer => signer;
    }

    private sealed class SshFrontDouble : ISshFront
    {
        public int Port => 2222;

        public IReadOnlyList<string> Fingerprints => ["ED25519 SHA256:Vd3mQ0rYxkP2cJt9bN7wZsLhE4aGfU61oRiTqXyKe8M"];
    }
}
