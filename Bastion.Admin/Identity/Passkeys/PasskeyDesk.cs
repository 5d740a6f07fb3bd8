using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Identity.Passkeys;

/// <summary>
/// Passkeys of staff and technicians. A passkey with user verification is two factors in one act: what the person has, and what he knows or is.
/// Whoever approves or administers may only have keys that stay on their device.
/// </summary>
internal sealed class PasskeyDesk(AdminStore store, SignInDesk signIns, SealedNotes notes, SignInThrottle throttle, FailedSignIns failed, AdminOptions options, TimeProvider time)
{
    public const int MaxPasskeys = 10;
    private const int MaxName = 80;
    private const string SignInPurpose = "passkey-sign-in";
    private const string AddPurpose = "passkey-add";
    private static readonly PasskeyHolder Anybody = new(Guid.Empty, "", "", []);

    public async Task<PasskeyChallenge> AskAsync(AccountKind kind)
    {
        var (asked, state) = await new PasskeyCeremony(Anybody, Door(kind)).AskToSignAsync();
        return new PasskeyChallenge(asked, notes.Seal(SignInPurpose, kind, Guid.Empty, state));
    }

    /// <summary>Signs in; with a token, gives that sign-in a fresh factor and a new token. Denials: sign_in.over, sign_in.refused.</summary>
    public async Task<Outcome<NewSignIn>> SignInAsync(AccountKind kind, string attempt, string credential, string? token, SignInSource source, CancellationToken cancellation)
    {
        if (notes.Take(SignInPurpose, kind, attempt) is not { } note)
            return Denial.Of(DenialCode.SignInOver);
        if (throttle.Reserve("passkey", source.Address, familiar: true) is var wait && wait > TimeSpan.Zero)
            return Refused(source, wait);
        var signIn = await store.WriteAsync(async db =>
        {
            if (await FindAsync(db, kind, credential) is not var (passkey, account))
                return null;
            var proof = await new PasskeyCeremony(await HolderAsync(db, account), Door(kind)).SignedAsync(credential, note.Text);
            if (proof is null || account.State != AccountState.Active || IsTooLoose(account, proof))
                return null;
            return await AcceptAsync(db, kind, account, passkey, proof, token, source);
        }, cancellation);
        if (signIn is null)
            return Refused(source, TimeSpan.Zero);
        throttle.Forgive("passkey", source.Address, familiar: true);
        return signIn;
    }

    /// <summary>Denials: sign_in.over, factor.stale, passkey.too_many.</summary>
    public Task<Outcome<PasskeyChallenge>> AskToAddAsync(AccountKind kind, string token) => store.ReadAsync<Outcome<PasskeyChallenge>>(async db =>
    {
        if (await FreshAsync(db, kind, token) is var fresh && !fresh.Done)
            return fresh.Denial;
        var holder = await HolderAsync(db, fresh.Value.Account);
        if (holder.Passkeys.Count >= MaxPasskeys)
            return Denial.Of(DenialCode.PasskeyTooMany);
        var (asked, state) = await new PasskeyCeremony(holder, Door(kind)).AskToCreateAsync();
        return new PasskeyChallenge(asked, notes.Seal(AddPurpose, kind, holder.AccountId, state));
    });

    /// <summary>Denials: sign_in.over, factor.stale, passkey.refused, passkey.synced, passkey.too_many, field.required.</summary>
    public Task<Outcome<Passkey>> AddAsync(AccountKind kind, string token, string attempt, string credential, string name, CancellationToken cancellation)
    {
        var note = notes.Take(AddPurpose, kind, attempt);
        return store.WriteAsync<Outcome<Passkey>>(async db =>
        {
            if (await FreshAsync(db, kind, token) is var fresh && !fresh.Done)
                return fresh.Denial;
            var account = fresh.Value.Account;
            if (note is null || note.AccountId != account.Id)
                return Denial.Of(DenialCode.PasskeyRefused);
            var holder = await HolderAsync(db, account);
            if (await new PasskeyCeremony(holder, Door(kind)).CreatedAsync(credential, note.Text) is not { } made)
                return Denial.Of(DenialCode.PasskeyRefused);
            if (IsTooLoose(account, made))
                return Denial.Of(DenialCode.PasskeySynced);
            if (holder.Passkeys.Count >= MaxPasskeys || await db.Passkeys.AnyAsync(one => one.CredentialId == made.CredentialId, cancellation))
                return Denial.Of(DenialCode.PasskeyTooMany);
            var trimmed = name.Trim();
            if (trimmed.Length is 0 or > MaxName)
                return Denial.Of(DenialCode.FieldRequired, "field", "name");
            var now = time.GetUtcNow();
            var row = new Passkey
            {
                Id = Guid.CreateVersion7(now),
                AccountId = account.Id,
                CredentialId = made.CredentialId,
                PublicKey = made.PublicKey,
                SignCount = made.SignCount,
                Transports = string.Join(',', (made.Transports ?? []).Take(8)),
                BackupEligible = made.IsBackupEligible,
                BackedUp = made.IsBackedUp,
                AttestationObject = made.AttestationObject,
                ClientData = made.ClientDataJson,
                Name = trimmed,
                CreatedAt = now,
            };
            db.Passkeys.Add(row);
            Outbox.Write(db, now, new Act("passkey.added", ActorRef.Of(account)) { SubjectId = account.Id, Source = fresh.Value.SignIn.Source, Facts = Facts(row) });
            return row;
        }, cancellation);
    }

    public Task<Outcome<List<Passkey>>> ListAsync(AccountKind kind, string token) => store.ReadAsync<Outcome<List<Passkey>>>(async db =>
        await signIns.LoadAsync(db, kind, Tokens.Hash(token)) is { } live
            ? await db.Passkeys.Where(one => one.AccountId == live.Account.Id).OrderBy(one => one.CreatedAt).ToListAsync()
            : Denial.Of(DenialCode.SignInOver));

    public Task<Denial?> RemoveAsync(AccountKind kind, string token, Guid id, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        if (await FreshAsync(db, kind, token) is var fresh && !fresh.Done)
            return fresh.Denial;
        var account = fresh.Value.Account;
        if (await db.Passkeys.SingleOrDefaultAsync(one => one.Id == id && one.AccountId == account.Id, cancellation) is not { } row)
            return Denial.Of(DenialCode.KeyUnknown);
        db.Passkeys.Remove(row);
        Outbox.Write(db, time.GetUtcNow(), new Act("passkey.removed", ActorRef.Of(account)) { SubjectId = account.Id, Source = fresh.Value.SignIn.Source, Facts = Facts(row) });
        return (Denial?)null;
    }, cancellation);

    private static Dictionary<string, string> Facts(Passkey row) => new()
    {
        ["name"] = row.Name,
        ["credential"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(row.CredentialId))[..16],
        ["bound"] = row.BackupEligible ? "no" : "yes",
    };

    /// <summary>Approvers and administrators: the private key must not leave its device (NIST SP 800-63B-4, AAL3).</summary>
    private static bool IsTooLoose(Account account, UserPasskeyInfo passkey) =>
        passkey.IsBackupEligible && account is StaffMember { Role: StaffRole.Engineer or StaffRole.Administrator };

    private static async Task<PasskeyHolder> HolderAsync(AdminDb db, Account account) =>
        new(account.Id, account.Login, account.Name, await db.Passkeys.Where(one => one.AccountId == account.Id).ToListAsync());

    private static async Task<(Passkey Passkey, Account Account)?> FindAsync(AdminDb db, AccountKind kind, string credential)
    {
        if (PasskeyCeremony.CredentialIdOf(credential) is not { } id || await db.Passkeys.SingleOrDefaultAsync(one => one.CredentialId == id) is not { } passkey)
            return null;
        return await SignInDesk.AccountAsync(db, kind, passkey.AccountId) is { } account ? (passkey, account) : null;
    }

    private async Task<NewSignIn?> AcceptAsync(AdminDb db, AccountKind kind, Account account, Passkey passkey, UserPasskeyInfo proof, string? token, SignInSource source)
    {
        var now = time.GetUtcNow();
        NewSignIn signIn;
        if (token is null)
        {
            signIn = SignInDesk.Open(db, kind, account, source, now);
            Outbox.Write(db, now, new Act("sign_in.accepted", ActorRef.Of(account)) { SubjectId = account.Id, Source = source.Address, Facts = new Dictionary<string, string> { ["listener"] = source.Listener, ["by"] = passkey.BackupEligible ? "passkey" : "boundPasskey" } });
        }
        else if (await signIns.LoadAsync(db, kind, Tokens.Hash(token)) is { } live && live.Account.Id == account.Id)
        {
            signIn = await SignInDesk.RenewAsync(db, kind, live.SignIn, account, source, now);
        }
        else
        {
            return null;
        }

        signIn.Live.SignIn.Method = proof.IsBackupEligible ? SignInMethod.Passkey : SignInMethod.BoundPasskey;
        passkey.SignCount = proof.SignCount;
        passkey.BackedUp = proof.IsBackedUp;
        passkey.UsedAt = now;
        return signIn;
    }

    private async Task<Outcome<LiveSignIn>> FreshAsync(AdminDb db, AccountKind kind, string token)
    {
        if (await signIns.LoadAsync(db, kind, Tokens.Hash(token)) is not { } live)
            return Denial.Of(DenialCode.SignInOver);
        return time.GetUtcNow() - live.SignIn.FactorAt > SignInLimits.FactorForOpening || live.SignIn.ArmedInterventionId is not null ? Denial.Of(DenialCode.FactorStale) : live;
    }

    private Uri Door(AccountKind kind) => kind == AccountKind.Staff ? options.BrowseUrl! : options.PortalUrl!;

    private Denial Refused(SignInSource source, TimeSpan wait)
    {
        failed.Add(source);
        return Denial.Of(DenialCode.SignInRefused, "wait", Math.Ceiling(wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
