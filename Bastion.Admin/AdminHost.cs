using Bastion.Admin.Files;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Web;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Grpc.Net.Client;

namespace Bastion.Admin;

/// <summary>The control plane: the only one with a database of record, never exposed to vendors.</summary>
public static class AdminHost
{
    public static WebApplication Build(AdminOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var identity = TlsIdentity.Load(options.CertificateFile!, options.KeyFile!, options.AuthorityFile!, time);
        var builder = ServiceHost.CreateBuilder(Plane.Admin, options.Service, time);
        builder.ListenForPeers(options.Listen!, identity);
        builder.ListenForBrowsers(
            options.BrowseListen!,
            WebIdentity.Load(options.BrowseCertificateFile!, options.BrowseKeyFile!),
            [.. options.BrowseHosts]);
        var services = builder.Services;
        services.AddSingleton(_ => PeerChannel.Open(options.Recorder!, identity, Plane.Recorder));
        services.AddSingleton(provider => new Journal.JournalClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddSingleton(provider => new Evidence.EvidenceClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddSingleton(provider => new Search.SearchClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddSingleton(provider => new Retention.RetentionClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddHostedService(provider => provider.GetRequiredService<Oversight.Night.NightWatch>());
        AdminServices.Add(services, options);
        StaffPages.AddServices(services, options);
        services.AddGrpc(grpc => grpc.Interceptors.Add<Rights.RightsInterceptor>());

        var app = builder.Build();
        StaffPages.Map(app);
        app.MapGrpcService<IdentityService>();
        app.MapGrpcService<InterventionsService>();
        app.MapGrpcService<AccessService>();
        app.MapGrpcService<AirlockService>();
        return app;
    }
}
