using System.Globalization;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Identity;

/// <summary>
/// Judges who is there. Wrong login, wrong password and wrong code are one answer after the last factor, for the same work.
/// The identity granted is the one whose two factors were proven in the same attempt.
/// </summary>
internal sealed class SignInDesk(
    AdminStore store,
    SecretVault vault,
    PasswordHasher hasher,
    SignInThrottle throttle,
    SealedAttempts attempts,
    RecoveryCodes recovery,
    FailedSignIns failed,
    TimeProvider time)
{
    private const int MaxLogin = 64;

    // An account that does not exist has a secret too, so that its code costs the same.
    private readonly byte[] strangersSecret = TotpCodes.NewSecret();

    public async Task<string> BeginAsync(AccountKind kind, string login, string password, SignInSource source, CancellationToken cancellation)
    {
        login = Normal(login);
        var (account, familiar) = await FindAsync(kind, login, source);
        if (throttle.Wait(login, source.Address, familiar) > TimeSpan.Zero)
            return attempts.Seal(kind, null, login, proven: false);
        var usable = account is { State: AccountState.Active } ? account : null;
        var typed = password.Length is 0 or > PasswordPolicy.MaxLength ? "\0" : password;
        var right = await hasher.VerifyAsync(usable?.PasswordHash, typed, source.Address, cancellation);
        return attempts.Seal(kind, usable?.Id, login, proven: right == true);
    }

    /// <summary>An attempt whose first factor was a signature (SSH).</summary>
    public string BeginWithKey(Technician technician) => attempts.Seal(AccountKind.Technician, technician.Id, technician.Login, proven: true);

    public async Task<Outcome<NewSignIn>> FinishAsync(AccountKind kind, string attemptText, string code, SignInSource source, CancellationToken cancellation)
    {
        if (attempts.Take(kind, attemptText) is not { } attempt)
            return Denial.Of(DenialCode.SignInOver);
        return await JudgeAsync(kind, attempt.AccountId, attempt.Login, attempt.Proven, code, source, (db, account, now) =>
        {
            var signIn = Open(db, kind, account, source, now);
            Outbox.Write(db, now, new Act("sign_in.accepted", ActorRef.Of(account)) { SubjectId = account.Id, Source = source.Address, Facts = new Dictionary<string, string> { ["listener"] = source.Listener } });
            return Task.FromResult(signIn);
        }, cancellation);
    }

    public async Task<Outcome<NewSignIn>> StepUpAsync(AccountKind kind, string token, string code, SignInSource source, CancellationToken cancellation)
    {
        if (await ReadAsync(kind, token, cancellation) is not { } live)
            return Denial.Of(DenialCode.SignInOver);
        return await JudgeAsync(kind, live.Account.Id, live.Account.Login, proven: true, code, source, async (db, account, now) =>
        {
            var old = await db.SignIns.SingleAsync(one => one.TokenHash == live.SignIn.TokenHash, cancellation);
            return await RenewAsync(db, kind, old, account, source, now);
        }, cancellation);
    }

    /// <summary>The live sign-in of this token; counts as activity.</summary>
    public async Task<LiveSignIn?> ReadAsync(AccountKind kind, string token, CancellationToken cancellation)
    {
        var hash = Tokens.Hash(token);
        var live = await store.ReadAsync(db => LoadAsync(db, kind, hash));
        if (live is null || time.GetUtcNow() - live.SignIn.LastSeenAt < SignInLimits.SeenGranularity)
            return live;
        return await store.WriteAsync(async db =>
        {
            var current = await LoadAsync(db, kind, hash);
            if (current is not null)
                current.SignIn.LastSeenAt = time.GetUtcNow();
            return current;
        }, cancellation);
    }

    /// <summary>Inside a caller's transaction: who holds this token at this instant.</summary>
    public async Task<LiveSignIn?> LoadAsync(AdminDb db, AccountKind kind, byte[] hash)
    {
        var signIn = await db.SignIns.SingleOrDefaultAsync(one => one.TokenHash == hash);
        var now = time.GetUtcNow();
        if (signIn is not { EndedAt: null } || signIn.ExpiresAt <= now || signIn.LastSeenAt + SignInLimits.Idle(kind) <= now)
            return null;
        var account = await AccountAsync(db, kind, signIn.AccountId);
        return account is { State: AccountState.Active } ? new LiveSignIn(signIn, account, RecordingNotice.DueFor(account)) : null;
    }

    public Task SignOutAsync(AccountKind kind, string token, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        if (await LoadAsync(db, kind, Tokens.Hash(token)) is { } live)
        {
            await EndAsync(db, live.SignIn, time.GetUtcNow());
            Outbox.Write(db, time.GetUtcNow(), new Act("sign_in.ended", ActorRef.Of(live.Account)) { SubjectId = live.Account.Id, Source = live.SignIn.Source });
        }

        return true;
    }, cancellation);

    /// <summary>Ends a sign-in and what it armed.</summary>
    public static async Task EndAsync(AdminDb db, SignInSession signIn, DateTimeOffset now)
    {
        signIn.EndedAt ??= now;
        foreach (var arming in await db.Armings.Where(one => one.SignInHash == signIn.TokenHash && one.EndedAt == null).ToListAsync())
            arming.EndedAt = now;
    }

    /// <summary>Ends every sign-in and arming of an account (disabled, factor reset).</summary>
    public static async Task EndAllAsync(AdminDb db, Guid accountId, DateTimeOffset now)
    {
        foreach (var signIn in await db.SignIns.Where(one => one.AccountId == accountId && one.EndedAt == null).ToListAsync())
            signIn.EndedAt = now;
        foreach (var arming in await db.Armings.Where(one => one.TechnicianId == accountId && one.EndedAt == null).ToListAsync())
            arming.EndedAt = now;
    }

    public Task SetLanguageAsync(AccountKind kind, string token, string language, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        if (language is "fr" or "en" && await LoadAsync(db, kind, Tokens.Hash(token)) is { } live)
            live.Account.Language = language;
        return true;
    }, cancellation);

    public Task<bool> AcceptNoticeAsync(AccountKind kind, string token, int version, SignInSource source, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        if (await LoadAsync(db, kind, Tokens.Hash(token)) is not { } live || version != RecordingNotice.CurrentVersion)
            return false;
        NoticeDesk.Accept(db, live.Account, source.Address, time.GetUtcNow());
        return true;
    }, cancellation);

    public static NewSignIn Open(AdminDb db, AccountKind kind, Account account, SignInSource source, DateTimeOffset now)
    {
        var token = Tokens.New();
        var signIn = new SignInSession
        {
            TokenHash = Tokens.Hash(token),
            AccountId = account.Id,
            Source = source.Address,
            Listener = source.Listener,
            Client = source.Client,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + SignInLimits.Absolute(kind),
            FactorAt = now,
        };
        db.SignIns.Add(signIn);
        return new NewSignIn(token, new LiveSignIn(signIn, account, RecordingNotice.DueFor(account)));
    }

    /// <summary>A fresh factor in the caller's transaction: a new token takes the place of the old one, with what it armed and not a minute longer.</summary>
    public static async Task<NewSignIn> RenewAsync(AdminDb db, AccountKind kind, SignInSession old, Account account, SignInSource source, DateTimeOffset now)
    {
        old.EndedAt = now;
        var signIn = Open(db, kind, account, source, now);
        signIn.Live.SignIn.ExpiresAt = old.ExpiresAt;
        signIn.Live.SignIn.Method = old.Method;
        foreach (var arming in await db.Armings.Where(one => one.SignInHash == old.TokenHash && one.EndedAt == null).ToListAsync())
            arming.SignInHash = signIn.Live.SignIn.TokenHash;
        foreach (var ticket in await db.DesktopTickets.Where(one => one.SignInHash == old.TokenHash && one.UsedAt == null).ToListAsync())
            ticket.SignInHash = signIn.Live.SignIn.TokenHash;
        return signIn;
    }

    public static async Task<Account?> AccountAsync(AdminDb db, AccountKind kind, Guid id) => kind == AccountKind.Staff
        ? await db.Staff.SingleOrDefaultAsync(one => one.Id == id)
        : await db.Technicians.Include(one => one.Vendor).SingleOrDefaultAsync(one => one.Id == id);

    private static string Normal(string login)
    {
        var trimmed = login.Trim().ToLowerInvariant();
        return trimmed.Length > MaxLogin ? trimmed[..MaxLogin] : trimmed;
    }

    private Task<(Account? Account, bool Familiar)> FindAsync(AccountKind kind, string login, SignInSource source) => store.ReadAsync(async db =>
    {
        Account? account = kind == AccountKind.Staff
            ? await db.Staff.SingleOrDefaultAsync(one => one.Login == login)
            : await db.Technicians.SingleOrDefaultAsync(one => one.Login == login);
        return (account, await FamiliarAsync(db, account?.Id ?? Guid.Empty, source));
    });

    private static Task<bool> FamiliarAsync(AdminDb db, Guid accountId, SignInSource source) =>
        db.SignIns.AnyAsync(one => one.AccountId == accountId && one.Source == source.Address);

    private async Task<Outcome<NewSignIn>> JudgeAsync(
        AccountKind kind, Guid accountId, string login, bool proven, string code, SignInSource source,
        Func<AdminDb, Account, DateTimeOffset, Task<NewSignIn>> accept, CancellationToken cancellation)
    {
        var familiar = await store.ReadAsync(db => FamiliarAsync(db, accountId, source));
        var wait = throttle.Reserve(login, source.Address, familiar);
        if (wait > TimeSpan.Zero)
            return Refused(source, wait);

        var signIn = await store.WriteAsync(async db =>
        {
            var now = time.GetUtcNow();
            var account = await AccountAsync(db, kind, accountId);
            if (await FactorAsync(db, account, proven, code, now) is not { } method || account is not { State: AccountState.Active })
                return null;
            var accepted = await accept(db, account, now);
            accepted.Live.SignIn.Method = method;
            return accepted;
        }, cancellation);

        if (signIn is null)
            return Refused(source, throttle.Wait(login, source.Address, familiar));
        throttle.Forgive(login, source.Address, familiar);
        return signIn;
    }

    /// <summary>Nothing of a refused attempt is spent: a code typed after a wrong password is still good.</summary>
    private async Task<SignInMethod?> FactorAsync(AdminDb db, Account? account, bool proven, string code, DateTimeOffset now)
    {
        using var secret = account?.TotpSecret is { } known ? vault.Open("totp", account.Id, known) : null;
        var step = TotpCodes.Match(secret is null ? strangersSecret : secret.Bytes, code, now);
        if (account is null || secret is null || !proven)
        {
            await db.RecoveryCodes.Where(one => one.AccountId == Guid.Empty).ToListAsync();
            return null;
        }

        if (step is null)
            return await recovery.TryUseAsync(db, account.Id, code, now) ? SignInMethod.Recovery : null;
        if (step <= account.LastTotpStep)
            return null;
        account.LastTotpStep = step.Value;
        return SignInMethod.Code;
    }

    private Denial Refused(SignInSource source, TimeSpan wait)
    {
        failed.Add(source);
        return Denial.Of(DenialCode.SignInRefused, "wait", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
    }
}
