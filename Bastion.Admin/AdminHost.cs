using Bastion.Admin.Demo;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
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
        AddRecorder(builder.Services, options, identity);
        AddServices(builder.Services, options);
        StaffPages.AddServices(builder.Services, options);

        var app = builder.Build();
        StaffPages.Map(app);
        return app;
    }

    private static void AddRecorder(IServiceCollection services, AdminOptions options, TlsIdentity identity)
    {
        services.AddSingleton(_ => PeerChannel.Open(options.Recorder!, identity, Plane.Recorder));
        services.AddSingleton(provider => new Journal.JournalClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddSingleton(provider => new Evidence.EvidenceClient(provider.GetRequiredService<GrpcChannel>()));
    }

    private static void AddServices(IServiceCollection services, AdminOptions options)
    {
        var database = DatabaseAddress.Parse(options.Database!)!;
        services.AddSingleton(options);
        services.AddSingleton<CommitSignals>();
        services.AddSingleton(provider => new AdminStore(database.Factory(), database.Sqlite, provider.GetRequiredService<CommitSignals>()));
        services.AddSingleton(MasterKey.Read(options.MasterKeyFile!)!);
        services.AddSingleton<SecretVault>();
        services.AddSingleton<CredentialStore>();

        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SealedAttempts>();
        services.AddSingleton<RecoveryCodes>();
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<StaffSignIn>();
        services.AddSingleton<Enrolments>();

        services.AddSingleton<VendorRegister>();
        services.AddSingleton<PersonDisabling>();
        services.AddSingleton<PeopleRegister>();
        services.AddSingleton<DeviceRegister>();
        services.AddSingleton<HostKeyScans>();

        services.AddSingleton<InterventionReader>();
        services.AddSingleton<InterventionDesk>();
        services.AddSingleton<RunningSessions>();
        services.AddSingleton<DemoSeeding>();
    }
}
