using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Identity;

/// <summary>SSH keys of technicians: added and armed in the portal, used at the SSH door.</summary>
internal sealed class KeyRing(AdminStore store, SignInDesk signIns, CertificateSignIn certificates, SignInThrottle throttle, FailedSignIns failed, TimeProvider time)
{
    public const int MaxKeys = 20;
    private const int MaxName = 80;

    public Task<Outcome<List<TechnicianKey>>> ListAsync(string token) => store.ReadAsync<Outcome<List<TechnicianKey>>>(async db =>
        await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is { } live
            ? await db.Keys.Include(key => key.Armings).Where(key => key.TechnicianId == live.Account.Id).OrderBy(key => key.AddedAt).ToListAsync()
            : Denial.Of(DenialCode.SignInOver));

    /// <summary>Denials: sign_in.over, factor.stale, key.unreadable, key.weak, key.taken.</summary>
    public Task<Outcome<TechnicianKey>> AddAsync(string token, string name, string line, CancellationToken cancellation) => store.WriteAsync<Outcome<TechnicianKey>>(async db =>
    {
        var now = time.GetUtcNow();
        if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is not { } live)
            return Denial.Of(DenialCode.SignInOver);
        if (now - live.SignIn.FactorAt > SignInLimits.FactorForOpening || live.SignIn.ArmedInterventionId is not null)
            return Denial.Of(DenialCode.FactorStale);
        var parsed = SshPublicKey.ParseLine(line);
        if (!parsed.Done)
            return parsed.Denial;
        var key = parsed.Value;
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > MaxName)
            return Denial.Of(DenialCode.FieldRequired, "field", "name");
        if (await db.Keys.AnyAsync(other => other.Fingerprint == key.Fingerprint) || await db.Keys.CountAsync(other => other.TechnicianId == live.Account.Id) >= MaxKeys)
            return Denial.Of(DenialCode.KeyTaken);
        var row = new TechnicianKey { Id = Guid.CreateVersion7(now), TechnicianId = live.Account.Id, Name = trimmed, Algorithm = key.Algorithm, PublicKey = key.Blob, Fingerprint = key.Fingerprint, AddedAt = now };
        db.Keys.Add(row);
        Outbox.Write(db, now, new Act("key.added", ActorRef.Of(live.Account)) { SubjectId = live.Account.Id, Source = live.SignIn.Source, Facts = new Dictionary<string, string> { ["fingerprint"] = row.Fingerprint, ["algorithm"] = row.Algorithm } });
        return row;
    }, cancellation);

    public Task<Denial?> RemoveAsync(string token, Guid keyId, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is not { } live)
            return Denial.Of(DenialCode.SignInOver);
        var key = await db.Keys.Include(one => one.Armings).SingleOrDefaultAsync(one => one.Id == keyId && one.TechnicianId == live.Account.Id);
        if (key is null)
            return Denial.Of(DenialCode.KeyUnknown);
        db.Keys.Remove(key);
        Outbox.Write(db, time.GetUtcNow(), new Act("key.removed", ActorRef.Of(live.Account)) { SubjectId = live.Account.Id, Source = live.SignIn.Source, Facts = new Dictionary<string, string> { ["fingerprint"] = key.Fingerprint } });
        return (Denial?)null;
    }, cancellation);

    /// <summary>One intervention, this source address, at most 15 minutes and never longer than the second factor stays fresh plus that; ended by sign-out.</summary>
    public Task<Outcome<DateTimeOffset>> ArmAsync(string token, Guid keyId, Guid interventionId, SignInSource source, CancellationToken cancellation) => store.WriteAsync<Outcome<DateTimeOffset>>(async db =>
    {
        var now = time.GetUtcNow();
        if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is not { } live)
            return Denial.Of(DenialCode.SignInOver);
        if (now - live.SignIn.FactorAt > SignInLimits.FactorForOpening || live.SignIn.ArmedInterventionId is not null)
            return Denial.Of(DenialCode.FactorStale);
        var key = await db.Keys.SingleOrDefaultAsync(one => one.Id == keyId && one.TechnicianId == live.Account.Id);
        if (key is null)
            return Denial.Of(DenialCode.KeyUnknown);
        var one = await db.Interventions.Include(one => one.Device).Include(one => one.Technicians).SingleOrDefaultAsync(one => one.Id == interventionId);
        if (one is null || !one.Technicians.Exists(named => named.TechnicianId == live.Account.Id))
            return Denial.Of(DenialCode.InterventionNotYours);
        var standing = Standing.Of(one, now);
        if (standing.State is not (InterventionState.Approved or InterventionState.Open))
            return Denial.Of(DenialCode.InterventionNotOpen, "state", standing.State.ToString());

        foreach (var old in await db.Armings.Where(arming => arming.KeyId == keyId && arming.InterventionId == interventionId && arming.EndedAt == null).ToListAsync())
            old.EndedAt = now;
        var until = now + SignInLimits.Arming;
        db.Armings.Add(new KeyArming
        {
            Id = Guid.CreateVersion7(now),
            KeyId = keyId,
            TechnicianId = live.Account.Id,
            InterventionId = interventionId,
            Source = source.Address,
            SignInHash = live.SignIn.TokenHash,
            FactorAt = live.SignIn.FactorAt,
            Until = until,
            Once = one.Device!.Criticality == Criticality.A,
        });
        Outbox.Write(db, now, new Act("key.armed", ActorRef.Of(live.Account)) { InterventionId = interventionId, DeviceId = one.DeviceId, SubjectId = live.Account.Id, Source = source.Address, Facts = new Dictionary<string, string> { ["fingerprint"] = key.Fingerprint, ["until"] = Denial.Instant(until) } });
        return until;
    }, cancellation);

    /// <summary>Would this key be considered. Tells nothing to who does not hold the public key already, and grants nothing.</summary>
    public Task<bool> ProbeAsync(string login, byte[] blob, SignInSource source) => SshUserCertificate.Parse(blob) is { } certificate
        ? certificates.ProbeAsync(Plain(login), certificate, source)
        : store.ReadAsync(async db => await FindAsync(db, login, blob) is not null);

    /// <summary>An armed key signs in at once; another valid one gives an attempt that still wants its code.</summary>
    public async Task<Outcome<KeySignIn>> SignInAsync(string login, byte[] blob, string algorithm, byte[] signedData, byte[] signature, SignInSource source, CancellationToken cancellation)
    {
        var plain = Plain(login);
        if (throttle.Wait(plain, source.Address, familiar: true) is var wait && wait > TimeSpan.Zero)
            return Refused(source, wait);
        var user = SshSignature.SignedUser(signedData, algorithm, blob);
        if (SshUserCertificate.Parse(blob) is { } certificate)
        {
            if (user is not null && Plain(user) == plain && await certificates.BeginAsync(plain, certificate, algorithm, signedData, signature, source, cancellation) is { } attempt)
                return new KeySignIn(null, attempt);
            throttle.Reserve(plain, source.Address, familiar: true);
            return Refused(source, TimeSpan.Zero);
        }

        var key = SshPublicKey.Parse(blob);
        var known = await store.ReadAsync(db => FindAsync(db, plain, blob));
        var proven = user is not null && key.Done && user.Split('+')[0].Trim().Equals(plain, StringComparison.OrdinalIgnoreCase)
            && SshSignature.Verify(key.Value, algorithm, signedData, signature);
        if (!proven || known is null)
        {
            throttle.Reserve(plain, source.Address, familiar: true);
            return Refused(source, TimeSpan.Zero);
        }

        var device = user!.Contains('+', StringComparison.Ordinal) ? user[(user.IndexOf('+', StringComparison.Ordinal) + 1)..].ToUpperInvariant() : "";
        var armed = await store.WriteAsync(db => ArmedAsync(db, known.Id, device, source), cancellation);
        if (armed is not null)
            return new KeySignIn(armed, null);
        var technician = await store.ReadAsync(db => db.Technicians.SingleAsync(one => one.Id == known.TechnicianId));
        return new KeySignIn(null, signIns.BeginWithKey(technician));
    }

    // The device may stand behind the login.
    private static string Plain(string login) => login.Split('+')[0].Trim().ToLowerInvariant();

    private static Task<TechnicianKey?> FindAsync(AdminDb db, string login, byte[] blob)
    {
        var plain = Plain(login);
        var fingerprint = SshPublicKey.FingerprintOf(blob);
        return db.Keys.SingleOrDefaultAsync(key => key.Fingerprint == fingerprint
            && db.Technicians.Any(technician => technician.Id == key.TechnicianId && technician.Login == plain && technician.State == AccountState.Active));
    }

    private async Task<NewSignIn?> ArmedAsync(AdminDb db, Guid keyId, string device, SignInSource source)
    {
        var now = time.GetUtcNow();
        var armings = await db.Armings.Where(one => one.KeyId == keyId && one.Source == source.Address && one.EndedAt == null && one.Until > now && (!one.Once || one.UsedAt == null))
            .OrderByDescending(one => one.Until).ToListAsync();
        if (armings.Count == 0)
            return null;
        var wanted = device.Length == 0 ? [] : await db.Interventions.Where(one => one.Device!.Name == device).Select(one => one.Id).ToListAsync();
        var arming = device.Length == 0 ? armings[0] : armings.Find(one => wanted.Contains(one.InterventionId));
        if (arming is null || await signIns.LoadAsync(db, AccountKind.Technician, arming.SignInHash) is not { } behind)
            return null;
        var signIn = SignInDesk.Open(db, AccountKind.Technician, behind.Account, source, now);
        signIn.Live.SignIn.ArmedInterventionId = arming.InterventionId;
        signIn.Live.SignIn.FactorAt = arming.FactorAt;
        signIn.Live.SignIn.Method = SignInMethod.Key;
        Outbox.Write(db, now, new Act("sign_in.accepted", ActorRef.Of(behind.Account)) { SubjectId = behind.Account.Id, InterventionId = arming.InterventionId, Source = source.Address, Facts = new Dictionary<string, string> { ["listener"] = source.Listener, ["by"] = "armedKey" } });
        return signIn;
    }

    private Denial Refused(SignInSource source, TimeSpan wait)
    {
        failed.Add(source);
        return Denial.Of(DenialCode.SignInRefused, "wait", Math.Ceiling(wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
