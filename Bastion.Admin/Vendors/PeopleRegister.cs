using Bastion.Admin.Identity;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Bastion.Admin.Rights.TwoPersons;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vendors;

/// <summary>Technicians and staff: invited, given a new link, disabled. Staff wait for a second person once bootstrap is closed (S10).</summary>
internal sealed class PeopleRegister(AdminStore store, PersonDisabling disabling, PersonFactory factory, TimeProvider time)
{
    public Task<List<StaffMember>> StaffAsync() => store.ReadAsync(db => db.Staff.Include(one => one.Scopes).OrderBy(one => one.Name).ToListAsync());

    public Task<List<Technician>> TechniciansAsync(Guid? vendorId = null) => store.ReadAsync(db =>
        db.Technicians.Include(one => one.Vendor).Where(one => vendorId == null || one.VendorId == vendorId).OrderBy(one => one.Name).ToListAsync());

    /// <summary>Answers the enrolment link. Denials: act.not_allowed, field.required, field.invalid, name.taken (fact field).</summary>
    public Task<Outcome<PersonAdded>> AddTechnicianAsync(StaffContext by, TechnicianForm form, CancellationToken cancellation) => store.WriteAsync<Outcome<PersonAdded>>(async db =>
    {
        if (RightsJudge.Judge(by, "person.add", time.GetUtcNow()) is { } refused)
            return refused;
        if (!await db.Vendors.AnyAsync(vendor => vendor.Id == form.VendorId, cancellation))
            return Denial.Of(DenialCode.FieldInvalid, "field", "vendorId");
        if (await PersonFactory.CheckAsync(db, form.Login, form.Name) is { } wrong)
            return wrong;
        var now = time.GetUtcNow();
        var technician = new Technician { Id = Guid.CreateVersion7(now), Login = PersonFactory.Normal(form.Login), Name = form.Name.Trim(), Language = form.Language, VendorId = form.VendorId, Manager = form.Manager, CreatedAt = now };
        return await factory.AddAsync(db, technician, by);
    }, cancellation);

    /// <summary>As <see cref="AddTechnicianAsync"/>, for staff; without a link when a second person has to confirm.</summary>
    public Task<Outcome<PersonAdded>> AddStaffAsync(StaffContext by, StaffForm form, CancellationToken cancellation) => store.WriteAsync<Outcome<PersonAdded>>(async db =>
    {
        var now = time.GetUtcNow();
        if (RightsJudge.Judge(by, "person.add", now) is { } refused)
            return refused;
        if (await PersonFactory.CheckAsync(db, form.Login, form.Name) is { } wrong)
            return wrong;
        if (form.Role == StaffRole.Engineer && (form.Disciplines & ~Disciplines.OnCall) == 0)
            return Denial.Of(DenialCode.FieldRequired, "field", "disciplines");
        if (await Bootstrap.IsClosedAsync(db, now))
            return new PersonAdded(ProposalDesk.Propose(db, by, "person.add", null, $"{form.Name.Trim()} ({PersonFactory.Normal(form.Login)}, {form.Role})", form, "", now).Id, "");
        return await factory.AddAsync(db, factory.Staff(form), by);
    }, cancellation);

    /// <summary>A new link for somebody who lost password or second factor; every sign-in of that person ends. An empty link: a second person has to confirm.</summary>
    public Task<Outcome<string>> RenewLinkAsync(StaffContext by, Guid accountId, CancellationToken cancellation) => store.WriteAsync<Outcome<string>>(async db =>
    {
        var now = time.GetUtcNow();
        var account = await db.Accounts.SingleOrDefaultAsync(one => one.Id == accountId, cancellation);
        if (RightsJudge.Judge(by, "person.relink", now) is { } refused)
            return refused;
        if (accountId == by.StaffId)
            return Denial.Of(DenialCode.NotAllowed);
        if (account is null or { State: AccountState.Disabled })
            return Denial.Of(DenialCode.Unknown);
        if (account is StaffMember && await Bootstrap.IsClosedAsync(db, now))
        {
            ProposalDesk.Propose(db, by, "person.relink", accountId, $"{account.Name} ({account.Login})", null, "", now);
            return "";
        }

        return await factory.RelinkAsync(db, account, by);
    }, cancellation);

    /// <summary>Protective: sign-ins end at once, live sessions are frozen blind at once and ended within 2 minutes (R9). By an Administrator or an IT security Engineer.</summary>
    public Task<Outcome<bool>> DisableAsync(StaffContext by, Guid accountId, string reason, CancellationToken cancellation) => disabling.DisableAsync(by, accountId, reason, cancellation);

    /// <summary>Also for the seed and the first start, which come without a staff member behind them.</summary>
    public StaffMember NewStaff(StaffForm form) => factory.Staff(form);
}
