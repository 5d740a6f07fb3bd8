using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vendors;

/// <summary>Staff and technicians: created by Administrators with an enrolment link to hand out.</summary>
internal sealed class PeopleRegister(AdminStore store, Enrolments enrolments, PersonDisabling disabling, TimeProvider time)
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
        if (await CheckAsync(db, form.Login, form.Name) is { } wrong)
            return wrong;
        var now = time.GetUtcNow();
        var technician = new Technician { Id = Guid.CreateVersion7(now), Login = Normal(form.Login), Name = form.Name.Trim(), Language = form.Language, VendorId = form.VendorId, Manager = form.Manager, CreatedAt = now };
        return await AddAsync(db, technician, by);
    }, cancellation);

    /// <summary>As <see cref="AddTechnicianAsync"/>, for staff.</summary>
    public Task<Outcome<PersonAdded>> AddStaffAsync(StaffContext by, StaffForm form, CancellationToken cancellation) => store.WriteAsync<Outcome<PersonAdded>>(async db =>
    {
        if (RightsJudge.Judge(by, "person.add", time.GetUtcNow()) is { } refused)
            return refused;
        if (await CheckAsync(db, form.Login, form.Name) is { } wrong)
            return wrong;
        if (form.Role == StaffRole.Engineer && (form.Disciplines & ~Disciplines.OnCall) == 0)
            return Denial.Of(DenialCode.FieldRequired, "field", "disciplines");
        return await AddAsync(db, NewStaff(form), by);
    }, cancellation);

    /// <summary>A new link for somebody who lost password or second factor; every sign-in of that person ends.</summary>
    public Task<Outcome<string>> RenewLinkAsync(StaffContext by, Guid accountId, CancellationToken cancellation) => store.WriteAsync<Outcome<string>>(async db =>
    {
        var account = await db.Accounts.SingleOrDefaultAsync(one => one.Id == accountId, cancellation);
        if (RightsJudge.Judge(by, "person.relink", time.GetUtcNow()) is { } refused)
            return refused;
        if (accountId == by.StaffId)
            return Denial.Of(DenialCode.NotAllowed);
        if (account is null or { State: AccountState.Disabled })
            return Denial.Of(DenialCode.Unknown);
        var now = time.GetUtcNow();
        account.State = AccountState.Invited;
        account.PasswordHash = null;
        account.TotpSecret = null;
        await SignInDesk.EndAllAsync(db, accountId, now);
        Outbox.Write(db, now, new Act("person.link_renewed", by.Actor) { SubjectId = accountId, Source = by.Source });
        return await enrolments.IssueAsync(db, account, by.StaffId);
    }, cancellation);

    /// <summary>Protective: sign-ins end at once, live sessions are frozen blind at once and ended within 2 minutes (R9). By an Administrator or an IT security Engineer.</summary>
    public Task<Outcome<bool>> DisableAsync(StaffContext by, Guid accountId, string reason, CancellationToken cancellation) => disabling.DisableAsync(by, accountId, reason, cancellation);

    /// <summary>Also for the seed and the first start, which come without a staff member behind them.</summary>
    public StaffMember NewStaff(StaffForm form)
    {
        var now = time.GetUtcNow();
        var staff = new StaffMember { Id = Guid.CreateVersion7(now), Login = Normal(form.Login), Name = form.Name.Trim(), Language = form.Language, Role = form.Role, Disciplines = form.Role == StaffRole.Engineer ? form.Disciplines : Disciplines.None, CreatedAt = now };
        foreach (var scope in form.Scopes)
            staff.Scopes.Add(new StaffScope { Id = Guid.CreateVersion7(now), StaffId = staff.Id, SiteId = scope.SiteId, UnitId = scope.UnitId, Family = scope.Family, Highest = scope.Highest });
        return staff;
    }

    private static string Normal(string login) => login.Trim().ToLowerInvariant();

    private static async Task<Denial?> CheckAsync(AdminDb db, string login, string name)
    {
        var normal = Normal(login);
        if (name.Trim().Length is 0 or > 120)
            return Denial.Of(DenialCode.FieldRequired, "field", "name");
        if (normal.Length is < 2 or > 32 || !normal.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            return Denial.Of(DenialCode.FieldInvalid, "field", "login");
        return await db.Accounts.AnyAsync(one => one.Login == normal) ? Denial.Of(DenialCode.NameTaken, "field", "login") : null;
    }

    private async Task<PersonAdded> AddAsync(AdminDb db, Account account, StaffContext by)
    {
        db.Accounts.Add(account);
        Outbox.Write(db, time.GetUtcNow(), new Act("person.added", by.Actor)
        {
            SubjectId = account.Id,
            Source = by.Source,
            Facts = new Dictionary<string, string> { ["login"] = account.Login, ["role"] = ActorRef.Of(account).Role },
        });
        return new PersonAdded(account.Id, await enrolments.IssueAsync(db, account, by.StaffId));
    }
}
