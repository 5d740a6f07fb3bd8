using System.Security.Cryptography;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Identity;

/// <summary>Where a person is signed in now.</summary>
internal sealed class SignInLists(AdminStore store, SignInDesk desk, TimeProvider time)
{
    private const int MaxLines = 50;

    /// <summary>Names a sign-in without giving anything that signs in.</summary>
    public static string IdOf(SignInSession one) => Convert.ToHexStringLower(SHA256.HashData(one.TokenHash))[..32];

    public Task<Outcome<List<SignInSession>>> ListAsync(AccountKind kind, string token) => store.ReadAsync<Outcome<List<SignInSession>>>(async db =>
        await desk.LoadAsync(db, kind, Tokens.Hash(token)) is { } live ? await LiveAsync(db, kind, live.Account.Id) : Denial.Of(DenialCode.SignInOver));

    public Task<Denial?> EndAsync(AccountKind kind, string token, string id, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        if (await desk.LoadAsync(db, kind, Tokens.Hash(token)) is not { } live)
            return Denial.Of(DenialCode.SignInOver);
        if ((await LiveAsync(db, kind, live.Account.Id)).Find(one => IdOf(one) == id) is not { } found)
            return Denial.Of(DenialCode.Unknown);
        await SignInDesk.EndAsync(db, found, time.GetUtcNow());
        Outbox.Write(db, time.GetUtcNow(), new Act("sign_in.ended", ActorRef.Of(live.Account)) { SubjectId = live.Account.Id, Source = live.SignIn.Source });
        return (Denial?)null;
    }, cancellation);

    public bool Holds(KeyArming arming) => arming.EndedAt is null && arming.Until > time.GetUtcNow();

    private async Task<List<SignInSession>> LiveAsync(AdminDb db, AccountKind kind, Guid accountId)
    {
        var now = time.GetUtcNow();
        var idleSince = now - SignInLimits.Idle(kind);
        return await db.SignIns.Where(one => one.AccountId == accountId && one.EndedAt == null && one.ExpiresAt > now && one.LastSeenAt > idleSince)
            .OrderByDescending(one => one.CreatedAt).Take(MaxLines).ToListAsync();
    }
}
