using System.Globalization;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Identity;

/// <summary>A technician's OpenSSH certificate as his first factor. It stands in the place of a password, never of the code.</summary>
internal sealed class CertificateSignIn(AdminStore store, SignInDesk signIns, TechnicianAuthorities authorities, TimeProvider time)
{
    /// <summary>Would this certificate be considered. It is public, and nothing is granted.</summary>
    public async Task<bool> ProbeAsync(string login, SshUserCertificate certificate, SignInSource source) =>
        authorities.Vouch(certificate, login, source.Address, time.GetUtcNow()) && await FindAsync(login) is not null;

    /// <summary>The attempt that still wants its code; null when anything is wrong. The caller has checked that the signed data is for this login.</summary>
    public async Task<string?> BeginAsync(string login, SshUserCertificate certificate, string algorithm, byte[] signedData, byte[] signature, SignInSource source, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var proven = SshSignature.Verify(certificate.Key, SshUserCertificate.PlainOf(algorithm), signedData, signature);
        if (!proven || !authorities.Vouch(certificate, login, source.Address, now) || await FindAsync(login) is not { } technician)
            return null;
        await store.WriteAsync(db =>
        {
            Outbox.Write(db, now, new Act("sign_in.certificate", ActorRef.Of(technician))
            {
                SubjectId = technician.Id,
                Source = source.Address,
                Facts = new Dictionary<string, string>
                {
                    ["keyId"] = certificate.KeyId,
                    ["serial"] = certificate.Serial.ToString(CultureInfo.InvariantCulture),
                    ["authority"] = certificate.Authority.Fingerprint,
                    ["fingerprint"] = certificate.Key.Fingerprint,
                },
            });
            return Task.FromResult(true);
        }, cancellation);
        return signIns.BeginWithKey(technician);
    }

    private Task<Technician?> FindAsync(string login) =>
        store.ReadAsync(db => db.Technicians.SingleOrDefaultAsync(one => one.Login == login && one.State == AccountState.Active));
}
