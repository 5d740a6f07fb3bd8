using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Bastion.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Gives a device secret out: once per lease, against Recorder's receipt for exactly that lease, while everything still holds.</summary>
internal sealed class CredentialRelease(AdminStore store, CredentialStore credentials, DeviceAuthority authority, ReceiptCheck receipts, LeaseClock leases, Watchers watchers, TimeProvider time)
{
    /// <param name="publicKey">Of a key that Gateway made for this session, to be certified where the device wants that; may be empty.</param>
    public Task<Outcome<ReleasedCredential>> ReleaseAsync(Guid leaseId, byte[] receipt, byte[] publicKey, CancellationToken cancellation) => store.WriteAsync<Outcome<ReleasedCredential>>(async db =>
    {
        var now = time.GetUtcNow();
        var session = await db.Sessions.Include(one => one.Technician!.Vendor).Include(one => one.Endpoint!.Credential).SingleOrDefaultAsync(one => one.LeaseId == leaseId);
        if (session is null || !session.Live || session.Lease.Length == 0 || leases.Until(session.Id) <= now)
            return Denial.Of(DenialCode.LeaseOver);
        if (session.CredentialReleasedAt is not null)
            return Denial.Of(DenialCode.CredentialReleased);
        var one = await db.Interventions.Include(one => one.Device).SingleAsync(one => one.Id == session.InterventionId);
        var holds = Settling.Apply(db, one, now).State == InterventionState.Open
            && one.Window.Contains(now)
            && one.Freezes == FreezeCauses.None
            && session.Technician is { State: AccountState.Active, Vendor.State: VendorState.Active }
            && session.Endpoint is { Quarantined: false };
        if (!holds)
            return Denial.Of(DenialCode.LeaseOver);
        if (Presence.RequiredToOpen(one) && !watchers.Any(session.Id))
            return Denial.Of("supervisor.awaited");
        if (receipts.Read(receipt, session) is not { } recording)
            return Denial.Of(DenialCode.ReceiptBad);
        if (session.Endpoint is not { CanSignIn: true, Credential: var credential })
            return Denial.Of(DenialCode.CredentialMissing);
        byte[]? certificate = null;
        if (credential?.Kind == CredentialKind.SshCertificate && (certificate = Certify(publicKey, session, one, now)) is null)
            return Denial.Of(DenialCode.CredentialMissing);

        session.CredentialReleasedAt = now;
        if (credential is { RotateAfterUse: true })
            credential.RotationDue = true;
        session.RecordingId = recording;
        Outbox.Write(db, now, new Act("credential.released", ActorRef.System)
        {
            InterventionId = one.Id,
            DeviceId = one.DeviceId,
            SessionId = session.Id,
            SubjectId = credential?.Id,
            Facts = new Dictionary<string, string> { ["kind"] = credential?.Kind.ToString() ?? "none", ["recording"] = recording },
        });
        return new ReleasedCredential(session.Endpoint.Account, credential?.Kind, credential is null ? new Secret([]) : certificate is not null ? new Secret(certificate) : credentials.Open(credential));
    }, cancellation);

    private byte[]? Certify(byte[] publicKey, Session session, Intervention one, DateTimeOffset now) => SshPublicKey.Parse(publicKey) is { Done: true, Value: var key }
        ? authority.Mint(key, session.Endpoint!.Account, DeviceAuthority.KeyIdOf(one.Number, session.Technician!.Login, session.Id), (ulong)now.UtcTicks, now)
        : null;
}
