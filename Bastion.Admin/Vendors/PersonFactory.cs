using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vendors;

/// <summary>Makes accounts and their links, in the caller's transaction; who may is judged before.</summary>
internal sealed class PersonFactory(Enrolments enrolments, TimeProvider time)
{
    public StaffMember Staff(StaffForm form)
    {
        var now = time.GetUtcNow();
        var staff = new StaffMember { Id = Guid.CreateVersion7(now), Login = Normal(form.Login), Name = form.Name.Trim(), Language = form.Language, Role = form.Role, Disciplines = form.Role == StaffRole.Engineer ? form.Disciplines : Disciplines.None, CreatedAt = now };
        foreach (var scope in form.Scopes)
            staff.Scopes.Add(new StaffScope { Id = Guid.CreateVersion7(now), StaffId = staff.Id, SiteId = scope.SiteId, UnitId = scope.UnitId, Family = scope.Family, Highest = scope.Highest });
        return staff;
    }

    public async Task<PersonAdded> AddAsync(AdminDb db, Account account, StaffContext by)
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

    /// <summary>Password, second factor, passkeys and sign-ins of the account are gone; the answer is its new link.</summary>
    public async Task<string> RelinkAsync(AdminDb db, Account account, StaffContext by)
    {
        var now = time.GetUtcNow();
        account.State = AccountState.Invited;
        account.PasswordHash = null;
        account.TotpSecret = null;
        db.Passkeys.RemoveRange(await db.Passkeys.Where(one => one.AccountId == account.Id).ToListAsync());
        await SignInDesk.EndAllAsync(db, account.Id, now);
        Outbox.Write(db, now, new Act("person.link_renewed", by.Actor) { SubjectId = account.Id, Source = by.Source });
        return await enrolments.IssueAsync(db, account, by.StaffId);
    }

    public static string Normal(string login) => login.Trim().ToLowerInvariant();

    public static async Task<Denial?> CheckAsync(AdminDb db, string login, string name)
    {
        var normal = Normal(login);
        if (name.Trim().Length is 0 or > 120)
            return Denial.Of(DenialCode.FieldRequired, "field", "name");
        if (normal.Length is < 2 or > 32 || !normal.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            return Denial.Of(DenialCode.FieldInvalid, "field", "login");
        return await db.Accounts.AnyAsync(one => one.Login == normal) ? Denial.Of(DenialCode.NameTaken, "field", "login") : null;
    }
}
