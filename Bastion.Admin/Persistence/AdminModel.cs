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

internal static class AdminModel
{
    public static void Build(ModelBuilder model)
    {
        People(model);
        Equipment(model);
        Acts(model);
        Care(model);

        foreach (var type in model.Model.GetEntityTypes())
        {
            if (typeof(IVersioned).IsAssignableFrom(type.ClrType) && type.BaseType is null)
                model.Entity(type.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
        }
    }

    private static void People(ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.HasDiscriminator<string>("Type").HasValue<StaffMember>("staff").HasValue<Technician>("technician");
            account.Property(one => one.Id).ValueGeneratedNever();
            account.Property(one => one.Login).HasMaxLength(64);
            account.Property(one => one.Name).HasMaxLength(120);
            account.HasIndex(one => one.Login).IsUnique();
        });
        model.Entity<StaffMember>().HasMany(staff => staff.Scopes).WithOne().HasForeignKey(scope => scope.StaffId);
        model.Entity<StaffScope>().Property(scope => scope.Id).ValueGeneratedNever();
        model.Entity<Technician>().HasOne(technician => technician.Vendor).WithMany().HasForeignKey(technician => technician.VendorId).OnDelete(DeleteBehavior.Restrict);
        model.Entity<RecoveryCode>(code =>
        {
            code.Property(one => one.Id).ValueGeneratedNever();
            code.HasIndex(one => one.AccountId);
        });
        model.Entity<SignInSession>(session =>
        {
            session.HasKey(one => one.TokenHash);
            session.HasIndex(one => new { one.AccountId, one.Source });
            session.HasIndex(one => one.ExpiresAt);
        });
        model.Entity<EnrolmentLink>(link =>
        {
            link.HasKey(one => one.LinkHash);
            link.HasIndex(one => one.AccountId);
        });
        model.Entity<TechnicianKey>(key =>
        {
            key.Property(one => one.Id).ValueGeneratedNever();
            key.Property(one => one.Name).HasMaxLength(80);
            key.HasIndex(one => one.Fingerprint).IsUnique();
            key.HasIndex(one => one.TechnicianId);
            key.HasMany(one => one.Armings).WithOne().HasForeignKey(arming => arming.KeyId);
        });
        model.Entity<Passkey>(passkey =>
        {
            passkey.Property(one => one.Id).ValueGeneratedNever();
            passkey.Property(one => one.Name).HasMaxLength(80);
            passkey.HasIndex(one => one.CredentialId).IsUnique();
            passkey.HasIndex(one => one.AccountId);
        });
        model.Entity<Proposal>(proposal =>
        {
            proposal.Property(one => one.Id).ValueGeneratedNever();
            proposal.Property(one => one.Act).HasMaxLength(80);
            proposal.HasIndex(one => one.ProposedAt);
        });
        model.Entity<KeyArming>().Property(arming => arming.Id).ValueGeneratedNever();
        model.Entity<DesktopTicket>(ticket =>
        {
            ticket.Property(one => one.Id).ValueGeneratedNever();
            ticket.Property(one => one.User).HasMaxLength(20);
            ticket.HasIndex(one => one.User).IsUnique();
            ticket.HasIndex(one => one.TechnicianId);
        });
        model.Entity<NoticeAcceptance>(acceptance =>
        {
            acceptance.Property(one => one.Id).ValueGeneratedNever();
            acceptance.HasIndex(one => new { one.AccountId, one.NoticeVersion }).IsUnique();
        });
        model.Entity<Vendor>(vendor =>
        {
            vendor.Property(one => one.Id).ValueGeneratedNever();
            vendor.Property(one => one.Name).HasMaxLength(120);
            vendor.HasIndex(one => one.Name).IsUnique();
        });
    }

    private static void Equipment(ModelBuilder model)
    {
        model.Entity<Site>(site =>
        {
            site.Property(one => one.Id).ValueGeneratedNever();
            site.HasIndex(one => one.Name).IsUnique();
            site.HasMany(one => one.Units).WithOne().HasForeignKey(unit => unit.SiteId);
        });
        model.Entity<Unit>().Property(unit => unit.Id).ValueGeneratedNever();
        model.Entity<Device>(device =>
        {
            device.Property(one => one.Id).ValueGeneratedNever();
            device.Property(one => one.Name).HasMaxLength(32);
            device.HasIndex(one => one.Name).IsUnique();
            device.HasOne(one => one.Site).WithMany().HasForeignKey(one => one.SiteId).OnDelete(DeleteBehavior.Restrict);
            device.HasOne(one => one.Unit).WithMany().HasForeignKey(one => one.UnitId).OnDelete(DeleteBehavior.Restrict);
            device.HasMany(one => one.Offers).WithOne().HasForeignKey(offer => offer.DeviceId);
            device.HasMany(one => one.Endpoints).WithOne().HasForeignKey(endpoint => endpoint.DeviceId);
        });
        model.Entity<DeviceOffer>().HasKey(offer => new { offer.DeviceId, offer.VendorId });
        model.Entity<Endpoint>(endpoint =>
        {
            endpoint.Property(one => one.Id).ValueGeneratedNever();
            endpoint.HasOne(one => one.Credential).WithMany().HasForeignKey(one => one.CredentialId).OnDelete(DeleteBehavior.Restrict);
            endpoint.Property(one => one.Http).HasConversion(one => one!.ToJson(), json => HttpProfile.FromJson(json));
            endpoint.HasMany(one => one.Pins).WithOne().HasForeignKey(pin => pin.EndpointId);
        });
        model.Entity<EndpointPin>().Property(pin => pin.Id).ValueGeneratedNever();
        model.Entity<HostKeyScan>(scan =>
        {
            scan.Property(one => one.Id).ValueGeneratedNever();
            scan.HasOne(one => one.Endpoint).WithMany().HasForeignKey(one => one.EndpointId);
            scan.HasMany(one => one.Keys).WithOne().HasForeignKey(key => key.ScanId);
        });
        model.Entity<ScannedKey>().Property(key => key.Id).ValueGeneratedNever();
        model.Entity<Credential>().Property(credential => credential.Id).ValueGeneratedNever();
        model.Entity<DataKey>().Property(key => key.Id).ValueGeneratedNever();
    }

    private static void Acts(ModelBuilder model)
    {
        model.Entity<Intervention>(intervention =>
        {
            intervention.Property(one => one.Id).ValueGeneratedNever();
            intervention.Property(one => one.Number).HasMaxLength(20);
            intervention.HasIndex(one => one.Number).IsUnique();
            intervention.HasIndex(one => new { one.RequestedById, one.RequestId }).IsUnique();
            intervention.HasIndex(one => new { one.State, one.NotAfter });
            intervention.HasIndex(one => new { one.DeviceId, one.NotBefore });
            intervention.HasIndex(one => one.NotBefore);
            intervention.HasIndex(one => new { one.VendorId, one.State });
            intervention.HasIndex(one => one.SeriesId);
            intervention.Ignore(one => one.Terms);
            intervention.Ignore(one => one.Window);
            intervention.Ignore(one => one.EndsAt);
            intervention.HasOne(one => one.Vendor).WithMany().HasForeignKey(one => one.VendorId).OnDelete(DeleteBehavior.Restrict);
            intervention.HasOne(one => one.Device).WithMany().HasForeignKey(one => one.DeviceId).OnDelete(DeleteBehavior.Restrict);
            intervention.HasMany(one => one.Technicians).WithOne().HasForeignKey(named => named.InterventionId);
            intervention.HasMany(one => one.Endpoints).WithOne().HasForeignKey(endpoint => endpoint.InterventionId);
            intervention.HasMany(one => one.Decisions).WithOne().HasForeignKey(decision => decision.InterventionId);
            intervention.HasMany(one => one.Sessions).WithOne(session => session.Intervention).HasForeignKey(session => session.InterventionId);
            intervention.HasMany(one => one.Releases).WithOne().HasForeignKey(release => release.InterventionId);
            intervention.HasMany(one => one.Reports).WithOne().HasForeignKey(report => report.InterventionId);
            intervention.HasMany(one => one.Reviews).WithOne().HasForeignKey(review => review.InterventionId);
            intervention.HasMany(one => one.Extensions).WithOne().HasForeignKey(extension => extension.InterventionId);
        });
        model.Entity<NamedTechnician>(named =>
        {
            named.HasKey(one => new { one.InterventionId, one.TechnicianId });
            named.HasOne(one => one.Technician).WithMany().HasForeignKey(one => one.TechnicianId).OnDelete(DeleteBehavior.Restrict);
            named.HasIndex(one => one.TechnicianId);
        });
        model.Entity<RequestedEndpoint>(requested =>
        {
            requested.HasKey(one => new { one.InterventionId, one.EndpointId });
            requested.HasOne(one => one.Endpoint).WithMany().HasForeignKey(one => one.EndpointId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Decision>(decision =>
        {
            decision.Property(one => one.Id).ValueGeneratedNever();
            decision.HasOne(one => one.Approver).WithMany().HasForeignKey(one => one.ApproverId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Session>(session =>
        {
            session.Property(one => one.Id).ValueGeneratedNever();
            session.HasIndex(one => one.LeaseId).IsUnique();
            session.HasIndex(one => one.State);
            session.HasOne(one => one.Technician).WithMany().HasForeignKey(one => one.TechnicianId).OnDelete(DeleteBehavior.Restrict);
            session.HasOne(one => one.Endpoint).WithMany().HasForeignKey(one => one.EndpointId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Extension>().Property(extension => extension.Id).ValueGeneratedNever();
        model.Entity<NumberCounter>(counter =>
        {
            counter.HasKey(one => one.Year);
            counter.Property(one => one.Year).ValueGeneratedNever();
        });
        model.Entity<HeldFile>(file =>
        {
            file.Property(one => one.Id).ValueGeneratedNever();
            file.Property(one => one.Path).HasMaxLength(HeldLimits.Path);
            file.HasIndex(one => one.Number).IsUnique();
            file.HasIndex(one => one.InterventionId);
            file.HasIndex(one => one.TechnicianId);
            file.HasIndex(one => one.GrantHash);
            file.HasOne(one => one.Intervention).WithMany().HasForeignKey(one => one.InterventionId).OnDelete(DeleteBehavior.Restrict);
            file.HasOne(one => one.Device).WithMany().HasForeignKey(one => one.DeviceId).OnDelete(DeleteBehavior.Restrict);
            file.HasOne(one => one.Technician).WithMany().HasForeignKey(one => one.TechnicianId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<OutboxEntry>(entry =>
        {
            entry.HasKey(one => one.Sequence);
            entry.HasIndex(one => one.Id).IsUnique();
            entry.HasIndex(one => one.AcknowledgedAt);
            entry.HasIndex(one => one.InterventionId);
        });
    }

    /// <summary>Releases, returns, reports, reviews, cuts, series and notices.</summary>
    private static void Care(ModelBuilder model)
    {
        model.Entity<Release>(release =>
        {
            release.Property(one => one.Id).ValueGeneratedNever();
            release.HasIndex(one => new { one.DeviceId, one.At });
        });
        model.Entity<ReturnSheet>(sheet =>
        {
            sheet.Property(one => one.Id).ValueGeneratedNever();
            sheet.HasIndex(one => new { one.DeviceId, one.DoneAt });
            sheet.HasIndex(one => one.InterventionId);
        });
        model.Entity<Report>(report =>
        {
            report.Property(one => one.Id).ValueGeneratedNever();
            report.HasIndex(one => new { one.InterventionId, one.Number }).IsUnique();
        });
        model.Entity<EmergencyReview>(review =>
        {
            review.Property(one => one.Id).ValueGeneratedNever();
            review.HasIndex(one => new { one.InterventionId, one.ReviewerId }).IsUnique();
        });
        model.Entity<AccessCut>(cut =>
        {
            cut.Property(one => one.Id).ValueGeneratedNever();
            cut.HasIndex(one => one.LiftedAt);
        });
        model.Entity<SeriesRule>().Property(series => series.Id).ValueGeneratedNever();
        model.Entity<Notification>(notice =>
        {
            notice.Property(one => one.Id).ValueGeneratedNever();
            notice.HasIndex(one => new { one.AccountId, one.At });
        });
        model.Entity<Unit>().HasIndex(unit => unit.WardCode);
    }
}
