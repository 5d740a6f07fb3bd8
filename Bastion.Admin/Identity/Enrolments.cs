using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Identity;

/// <summary>One-use links by which a person sets a password and takes a second factor.</summary>
internal sealed class Enrolments(AdminStore store, SecretVault vault, PasswordHasher hasher, RecoveryCodes recovery, AdminOptions options, TimeProvider time)
{
    public const string Purpose = "enrolment-totp";

    /// <summary>A new link in the caller's transaction; earlier ones of the account are dead. The answer is the whole address to hand out.</summary>
    public async Task<string> IssueAsync(AdminDb db, Account account, Guid? byId)
    {
        var now = time.GetUtcNow();
        foreach (var old in await db.EnrolmentLinks.Where(one => one.AccountId == account.Id && one.UsedAt == null).ToListAsync())
            db.EnrolmentLinks.Remove(old);
        var token = Tokens.New();
        var id = Guid.CreateVersion7(now);
        db.EnrolmentLinks.Add(new EnrolmentLink
        {
            LinkHash = Tokens.Hash(token),
            Id = id,
            AccountId = account.Id,
            TotpSecret = vault.Seal(Purpose, id, TotpCodes.NewSecret()),
            IssuedById = byId,
            CreatedAt = now,
            ExpiresAt = now + SignInLimits.Enrolment,
        });
        var door = account is StaffMember ? options.BrowseUrl! : options.PortalUrl!;
        return new Uri(door, "/enrol/" + token).ToString();
    }

    public Task<Outcome<EnrolmentView>> ReadAsync(AccountKind kind, string link, CancellationToken cancellation) => store.ReadAsync<Outcome<EnrolmentView>>(async db =>
    {
        if (await LoadAsync(db, kind, link) is not var (row, account))
            return Denial.Of(DenialCode.EnrolmentOver);
        using var secret = vault.Open(Purpose, row.Id, row.TotpSecret);
        var vendor = account is Technician technician ? technician.Vendor!.Name : "";
        var issuer = account is StaffMember ? $"{options.Hospital} Admin" : options.Hospital!;
        return new EnrolmentView(account.Login, account.Name, vendor, account.Language, TotpCodes.Uri(secret.Bytes, account.Login, issuer), TotpCodes.Base32(secret.Bytes), row.ExpiresAt);
    });

    /// <returns>The recovery codes, shown once. Denials: enrolment.over, code.wrong, password.weak, sign_in.busy.</returns>
    public async Task<Outcome<IReadOnlyList<string>>> FinishAsync(AccountKind kind, string link, string password, string code, SignInSource source, CancellationToken cancellation)
    {
        var found = await store.ReadAsync(db => LoadAsync(db, kind, link));
        if (found is not var (_, known))
            return Denial.Of(DenialCode.EnrolmentOver);
        if (PasswordPolicy.Judge(password, known.Login, known.Name) is { } weak)
            return weak;
        if (await hasher.HashAsync(password, source.Address, cancellation) is not { } hash)
            return Denial.Of(DenialCode.SignInBusy);

        return await store.WriteAsync<Outcome<IReadOnlyList<string>>>(async db =>
        {
            var now = time.GetUtcNow();
            if (await LoadAsync(db, kind, link) is not var (row, account))
                return Denial.Of(DenialCode.EnrolmentOver);
            using var secret = vault.Open(Purpose, row.Id, row.TotpSecret);
            if (TotpCodes.Match(secret.Bytes, code, now) is not { } step)
                return Denial.Of(DenialCode.CodeWrong);
            row.UsedAt = now;
            account.PasswordHash = hash;
            account.TotpSecret = vault.Seal("totp", account.Id, secret.Bytes);
            account.LastTotpStep = step;
            account.State = AccountState.Active;
            await SignInDesk.EndAllAsync(db, account.Id, now);
            Outbox.Write(db, now, new Act("person.enrolled", ActorRef.Of(account)) { SubjectId = account.Id, Source = source.Address });
            return Outcome(await recovery.ReplaceAsync(db, account.Id, now));
        }, cancellation);
    }

    private static Outcome<IReadOnlyList<string>> Outcome(IReadOnlyList<string> codes) => new(codes);

    private async Task<(EnrolmentLink Row, Account Account)?> LoadAsync(AdminDb db, AccountKind kind, string link)
    {
        var hash = Tokens.Hash(link);
        var row = await db.EnrolmentLinks.SingleOrDefaultAsync(one => one.LinkHash == hash);
        if (row is not { UsedAt: null } || row.ExpiresAt <= time.GetUtcNow())
            return null;
        Account? account = kind == AccountKind.Staff
            ? await db.Staff.SingleOrDefaultAsync(one => one.Id == row.AccountId)
            : await db.Technicians.Include(one => one.Vendor).SingleOrDefaultAsync(one => one.Id == row.AccountId);
        return account is null or { State: AccountState.Disabled } ? null : (row, account);
    }
}
