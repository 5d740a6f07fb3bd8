using Bastion.Admin.Demo;
using Bastion.Admin.Devices;
using Bastion.Admin.Files;
using Bastion.Admin.Identity;
using Bastion.Admin.Identity.Passkeys;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Emergencies;
using Bastion.Admin.Interventions.Figures;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Notices;
using Bastion.Admin.Interventions.Reports;
using Bastion.Admin.Interventions.Series;
using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Oversight;
using Bastion.Admin.Oversight.Night;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights.TwoPersons;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;

namespace Bastion.Admin;

/// <summary>What the control plane is made of.</summary>
internal static class AdminServices
{
    public static void Add(IServiceCollection services, AdminOptions options)
    {
        var database = DatabaseAddress.Parse(options.Database!)!;
        services.AddSingleton(options);
        services.AddSingleton<CommitSignals>();
        services.AddSingleton(provider => new AdminStore(database.Factory(), database.Sqlite, provider.GetRequiredService<CommitSignals>()));
        services.AddSingleton(MasterKeys.Read(options.MasterKeyFile, options.MasterKeyVariable)!);
        services.AddSingleton(provider => provider.GetRequiredService<MasterKeys>().Current);
        services.AddSingleton<SecretVault>();
        services.AddSingleton<CredentialStore>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<CredentialReveal>();
        services.AddSingleton<CredentialTasks>();
        services.AddSingleton<VaultRegister>();
        services.AddHostedService<CredentialPace>();
        // First of the hosted services: nothing else starts before it is done.
        services.AddSingleton<StartUp>();
        services.AddHostedService(provider => provider.GetRequiredService<StartUp>());
        AddIdentity(services, options);
        AddRegisters(services);
        AddInterventions(services, options);
        AddOversight(services);
        AddFiles(services);
    }

    private static void AddIdentity(IServiceCollection services, AdminOptions options)
    {
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SealedAttempts>();
        services.AddSingleton<RecoveryCodes>();
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<SignInLists>();
        services.AddSingleton<StaffSignIn>();
        services.AddSingleton<SealedNotes>();
        services.AddSingleton<PasskeyDesk>();
        services.AddSingleton<Enrolments>();
        services.AddSingleton(_ => TechnicianAuthorities.Of(options.TechnicianAuthorities));
        services.AddSingleton<CertificateSignIn>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<DesktopTickets>();
        services.AddHostedService<FailedSignInsPace>();
    }

    private static void AddRegisters(IServiceCollection services)
    {
        services.AddSingleton<VendorRegister>();
        services.AddSingleton<PersonDisabling>();
        services.AddSingleton<PersonFactory>();
        services.AddSingleton<PeopleRegister>();
        services.AddSingleton<ProposalDesk>();
        services.AddSingleton<DeviceAuthority>();
        services.AddSingleton<DeviceRegister>();
        services.AddSingleton<HostKeyScans>();
        services.AddSingleton<DemoSeeding>();
    }

    private static void AddInterventions(IServiceCollection services, AdminOptions options)
    {
        services.AddSingleton(_ => LeaseSigner.Read(options.LeaseKeyFile!));
        services.AddSingleton(_ => ReceiptCheck.Read(options.ReceiptKeyFiles));
        services.AddSingleton<GatewayLinks>();
        services.AddSingleton<LeaseClock>();
        services.AddSingleton<LeaseEpoch>();
        services.AddSingleton<LeaseMint>();
        services.AddSingleton<OpeningCase>();
        services.AddSingleton<SessionOpening>();
        services.AddSingleton<CredentialRelease>();
        services.AddSingleton<SessionReports>();
        services.AddSingleton<InterventionReader>();
        services.AddSingleton<InterventionDesk>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<InterventionNumbers>();
        services.AddSingleton<DeskActs>();
        services.AddSingleton<TechnicianActs>();
        services.AddSingleton<ReleaseDesk>();
        services.AddSingleton<ReturnDesk>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<EmergencyDesk>();
        services.AddSingleton<RedButton>();
        services.AddSingleton<HandOvers>();
        services.AddSingleton<Watchers>();
        services.AddSingleton<Supervisors>();
        services.AddHostedService(provider => provider.GetRequiredService<Supervisors>());
        services.AddSingleton<WardDoor>();
        services.AddSingleton<CareBoard>();
        services.AddSingleton<FiguresReader>();
        services.AddSingleton<NoticeBoard>();
        services.AddSingleton<SeriesDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<SeriesDesk>());
        services.AddHostedService<DueTimes>();
    }

    private static void AddFiles(IServiceCollection services)
    {
        services.AddSingleton<QuarantineStore>();
        services.AddSingleton<ClamdScanner>();
        services.AddSingleton<HeldFiles>();
        services.AddSingleton<HeldDesk>();
        services.AddSingleton<HeldUpload>();
        services.AddHostedService<QuarantineSweep>();
    }

    private static void AddOversight(IServiceCollection services)
    {
        services.AddSingleton<ClockWatch>();
        services.AddSingleton<ClockDesk>();
        services.AddSingleton<Acknowledgements>();
        services.AddSingleton<AcknowledgedEffects>();
        services.AddSingleton<RunningSessions>();
        services.AddHostedService<JournalPump>();
        services.AddSingleton<Restoration>();
        services.AddSingleton<Incidents>();
        services.AddSingleton<JournalComparison>();
        services.AddSingleton<DayCoverage>();
        services.AddSingleton<NightWatch>();
    }
}
