using System.Security.Cryptography;
using Bastion.Admin.Interventions;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Identity;

/// <summary>Tickets for desktop clients, which can show no second factor: the portal's sign-in gives one out, a client uses it up.</summary>
internal sealed class DesktopTickets(AdminStore store, SignInDesk signIns, SecretVault vault, FailedSignIns failed, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Wrong proofs before a ticket is worth nothing.</summary>
    public const int MaxFailures = 3;

    private const int MaxOpen = 20;
    private const int MaxNtlm = 4096;
    private const string Purpose = "desktop-ticket";

    // Read from a screen and typed: no letter that looks like another. Five bits each.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int UserLength = 8;
    private const int PasswordLength = 26;

    /// <summary>Denials: sign_in.over, factor.stale, intervention.not_yours, intervention.not_open, protocol.not_granted, concurrency.reached.</summary>
    public Task<Outcome<IssuedTicket>> IssueAsync(string token, Guid interventionId, SignInSource source, CancellationToken cancellation) => store.WriteAsync<Outcome<IssuedTicket>>(async db =>
    {
        var now = time.GetUtcNow();
        if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is not { } live)
            return Denial.Of(DenialCode.SignInOver);
        if (now - live.SignIn.FactorAt > SignInLimits.FactorForOpening || live.SignIn.ArmedInterventionId is not null)
            return Denial.Of(DenialCode.FactorStale);
        var one = await Whole.Interventions(db).SingleOrDefaultAsync(one => one.Id == interventionId);
        if (one is null || !one.Technicians.Exists(named => named.TechnicianId == live.Account.Id))
            return Denial.Of(DenialCode.InterventionNotYours);
        var standing = Standing.Of(one, now);
        if (standing.State is not (InterventionState.Approved or InterventionState.Open))
            return Denial.Of(DenialCode.InterventionNotOpen, "state", standing.State.ToString());
        if (!one.Endpoints.Exists(endpoint => endpoint.Endpoint!.Protocol == Devices.EndpointProtocol.Rdp))
            return Denial.Of(DenialCode.ProtocolNotGranted, "protocol", "rdp");
        // Dead ones have nothing to say any more: the journal has told their life.
        db.DesktopTickets.RemoveRange(await db.DesktopTickets.Where(ticket => ticket.TechnicianId == live.Account.Id && ticket.Until <= now).ToListAsync());
        if (await db.DesktopTickets.CountAsync(ticket => ticket.TechnicianId == live.Account.Id && ticket.UsedAt == null && ticket.Until > now) >= MaxOpen)
            return Denial.Of(DenialCode.ConcurrencyReached, "max", MaxOpen.ToString(System.Globalization.CultureInfo.InvariantCulture));

        var id = Guid.CreateVersion7(now);
        var password = RandomNumberGenerator.GetString(Letters, PasswordLength);
        var ticket = new DesktopTicket
        {
            Id = id,
            User = "t-" + RandomNumberGenerator.GetString(Letters, UserLength),
            Secret = vault.Seal(Purpose, id, NtHash.Of(password)),
            TechnicianId = live.Account.Id,
            InterventionId = one.Id,
            Source = source.Address,
            SignInHash = live.SignIn.TokenHash,
            IssuedAt = now,
            Until = now + Life,
        };
        db.DesktopTickets.Add(ticket);
        Outbox.Write(db, now, new Act("ticket.issued", ActorRef.Of(live.Account)) { InterventionId = one.Id, DeviceId = one.DeviceId, SubjectId = live.Account.Id, Source = source.Address, Facts = new Dictionary<string, string> { ["ticket"] = ticket.User, ["until"] = Denial.Instant(ticket.Until) } });
        return new IssuedTicket(ticket.User, password, ticket.Until);
    }, cancellation);

    public Task<Outcome<RedeemedTicket>> RedeemAsync(string user, string password, SignInSource source, CancellationToken cancellation) =>
        RedeemAsync(user, source, hash => CryptographicOperations.FixedTimeEquals(hash, NtHash.Of(password)) ? [] : null, cancellation);

    public Task<Outcome<RedeemedTicket>> RedeemAsync(string user, string ntlmUser, string domain, byte[] challenge, byte[] response, SignInSource source, CancellationToken cancellation) =>
        RedeemAsync(user, source, hash => response.Length <= MaxNtlm ? NtHash.Verify(hash, ntlmUser, domain, challenge, response) : null, cancellation);

    // One answer for everything that is wrong; what it was stands in the journal.
    private async Task<Outcome<RedeemedTicket>> RedeemAsync(string user, SignInSource source, Func<byte[], byte[]?> prove, CancellationToken cancellation)
    {
        var plain = user.Length > 64 ? "" : user.Trim().ToLowerInvariant();
        var outcome = await store.WriteAsync<Outcome<RedeemedTicket>>(async db =>
        {
            var now = time.GetUtcNow();
            if (await db.DesktopTickets.SingleOrDefaultAsync(one => one.User == plain) is not { } ticket)
                return Denial.Of(DenialCode.TicketRefused);
            using var secret = vault.Open(Purpose, ticket.Id, ticket.Secret);
            var key = prove(secret.Bytes.ToArray());
            if (key is null)
                ticket.Failures++;
            var why = key is null ? "wrong"
                : ticket.UsedAt is not null ? "used"
                : ticket.Failures >= MaxFailures ? "failures"
                : ticket.Until <= now ? "late"
                : ticket.Source != source.Address ? "source"
                : null;
            var behind = await signIns.LoadAsync(db, AccountKind.Technician, ticket.SignInHash);
            if (behind is null)
                why ??= "signed_out";
            if (why is not null)
            {
                Outbox.Write(db, now, new Act("ticket.refused", ActorRef.System) { InterventionId = ticket.InterventionId, SubjectId = ticket.TechnicianId, Source = source.Address, Facts = new Dictionary<string, string> { ["ticket"] = ticket.User, ["why"] = why } });
                return Denial.Of(DenialCode.TicketRefused);
            }

            ticket.UsedAt = now;
            var signIn = SignInDesk.Open(db, AccountKind.Technician, behind!.Account, source, now);
            signIn.Live.SignIn.ArmedInterventionId = ticket.InterventionId;
            signIn.Live.SignIn.FactorAt = ticket.IssuedAt;
            Outbox.Write(db, now, new Act("sign_in.accepted", ActorRef.Of(behind.Account)) { SubjectId = behind.Account.Id, InterventionId = ticket.InterventionId, Source = source.Address, Facts = new Dictionary<string, string> { ["listener"] = source.Listener, ["by"] = "ticket", ["ticket"] = ticket.User } });
            return new RedeemedTicket(signIn, key!);
        }, cancellation);
        if (!outcome.Done)
            failed.Add(source);
        return outcome;
    }
}
