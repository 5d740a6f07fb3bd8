using Bastion.Admin.Devices;
using Bastion.Admin.Files;
using Bastion.Admin.Identity;
using Bastion.Admin.Identity.Passkeys;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Emergencies;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Notices;
using Bastion.Admin.Interventions.Reports;
using Bastion.Admin.Interventions.Series;
using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Oversight;
using Bastion.Admin.Rights.TwoPersons;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Persistence;

/// <summary>The one model. Two derived contexts carry the migrations of SQLite and of PostgreSQL.</summary>
internal abstract class AdminDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<StaffMember> Staff => Set<StaffMember>();

    public DbSet<Technician> Technicians => Set<Technician>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<SignInSession> SignIns => Set<SignInSession>();

    public DbSet<EnrolmentLink> EnrolmentLinks => Set<EnrolmentLink>();

    public DbSet<TechnicianKey> Keys => Set<TechnicianKey>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<KeyArming> Armings => Set<KeyArming>();

    public DbSet<DesktopTicket> DesktopTickets => Set<DesktopTicket>();

    public DbSet<NoticeAcceptance> NoticeAcceptances => Set<NoticeAcceptance>();

    public DbSet<Vendor> Vendors => Set<Vendor>();

    public DbSet<Site> Sites => Set<Site>();

    public DbSet<Unit> Units => Set<Unit>();

    public DbSet<Device> Devices => Set<Device>();

    public DbSet<Endpoint> Endpoints => Set<Endpoint>();

    public DbSet<HostKeyScan> Scans => Set<HostKeyScan>();

    public DbSet<Credential> Credentials => Set<Credential>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<DataKey> DataKeys => Set<DataKey>();

    public DbSet<Intervention> Interventions => Set<Intervention>();

    public DbSet<Decision> Decisions => Set<Decision>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Extension> Extensions => Set<Extension>();

    public DbSet<Release> Releases => Set<Release>();

    public DbSet<ReturnSheet> Returns => Set<ReturnSheet>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<EmergencyReview> Reviews => Set<EmergencyReview>();

    public DbSet<AccessCut> Cuts => Set<AccessCut>();

    public DbSet<SeriesRule> Series => Set<SeriesRule>();

    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<NumberCounter> Counters => Set<NumberCounter>();

    public DbSet<HeldFile> HeldFiles => Set<HeldFile>();

    public DbSet<OutboxEntry> Outbox => Set<OutboxEntry>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RaiseVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RaiseVersions();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(80);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => AdminModel.Build(modelBuilder);

    private void RaiseVersions()
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified)
                entry.Entity.Version = Guid.NewGuid();
        }
    }
}
