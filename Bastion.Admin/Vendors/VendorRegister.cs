using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Bastion.Admin.Rights.TwoPersons;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vendors;

/// <summary>Vendors: edited by Administrators, suspended also by Engineers.</summary>
internal sealed class VendorRegister(AdminStore store, TimeProvider time)
{
    public Task<List<Vendor>> ListAsync() => store.ReadAsync(db => db.Vendors.OrderBy(vendor => vendor.Name).ToListAsync());

    public Task<Vendor?> GetAsync(Guid id) => store.ReadAsync(db => db.Vendors.SingleOrDefaultAsync(vendor => vendor.Id == id));

    /// <summary>Creates (id null) or edits. Denials: act.not_allowed, field.required, field.invalid (fact field), name.taken.</summary>
    public Task<Outcome<Guid>> SaveAsync(ActorRef by, StaffRole role, Guid? id, VendorForm form, CancellationToken cancellation) => store.WriteAsync<Outcome<Guid>>(async db =>
    {
        if (!RightsJudge.Admits(role, id is null ? "vendor.add" : "vendor.change"))
            return Denial.Of(DenialCode.NotAllowed);
        var name = form.Name.Trim();
        if (name.Length is 0 or > 120)
            return Denial.Of(DenialCode.FieldRequired, "field", "name");
        if (SourceNetworks.Parse(form.Networks) is null)
            return Denial.Of(DenialCode.FieldInvalid, "field", "networks");
        if (await db.Vendors.AnyAsync(one => one.Name == name && one.Id != id, cancellation))
            return Denial.Of(DenialCode.NameTaken, "field", "name");
        var now = time.GetUtcNow();
        var vendor = id is null ? null : await db.Vendors.SingleOrDefaultAsync(one => one.Id == id, cancellation);
        if (id is not null && vendor is null)
            return Denial.Of(DenialCode.Unknown);
        var kind = vendor is null ? "vendor.added" : "vendor.changed";
        if (vendor is null)
            db.Vendors.Add(vendor = new Vendor { Id = Guid.CreateVersion7(now), Name = name });
        vendor.Name = name;
        vendor.Networks = form.Networks.Trim();
        vendor.Phone = form.Phone.Trim();
        vendor.Email = form.Email.Trim();
        if (id is not null && form.Trust is VendorTrust.Standard or VendorTrust.Trusted && Rank(form.Trust) > Rank(vendor.Trust) && await Bootstrap.IsClosedAsync(db, now))
            ProposalDesk.Propose(db, by, "vendor.trust", vendor.Id, $"{name}: {form.Trust}", form.Trust, now);
        else
            vendor.Trust = form.Trust;
        vendor.SshCompatible = form.SshCompatible;
        Outbox.Write(db, now, new Act(kind, by) { SubjectId = vendor.Id, Facts = new Dictionary<string, string> { ["name"] = name, ["networks"] = vendor.Networks, ["sshCompatible"] = vendor.SshCompatible ? "yes" : "no" } });
        return vendor.Id;
    }, cancellation);

    private static int Rank(VendorTrust trust) => trust switch
    {
        VendorTrust.Watched => 0,
        VendorTrust.New => 1,
        VendorTrust.Standard => 2,
        _ => 3,
    };
}
