using System.Security.Cryptography.X509Certificates;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>
/// Issues what is missing or near its end. Two authorities: one for what services show each other, one for what browsers see.
/// Services read a renewed certificate by themselves.
/// </summary>
internal sealed class Certificates(StateDirectory state, StateRecord record, Accounts accounts, TimeProvider time)
{
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ServiceLifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan WebLifetime = TimeSpan.FromDays(90);

    /// <summary>How often to look; a certificate is renewed with a third of its life left.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Names of what was issued now.</summary>
    public IReadOnlyList<string> Renew()
    {
        List<string> issued = [];
        using var services = Authority("authority", "Bastion services");
        foreach (var plane in Enum.GetValues<Plane>())
        {
            var directory = state.In(plane, "tls");
            AtomicFile.Write(Path.Combine(directory, "authority.pem"), services.CertificatePem);
            if (Due(Path.Combine(directory, "certificate.pem"), ServiceLifetime))
            {
                Write(directory, services.IssueService(plane, ServiceLifetime));
                issued.Add(plane.Word());
            }
            accounts.Lend(directory, plane);
        }
        AtomicFile.Write(Path.Combine(state.Keys, "probe", "authority.pem"), services.CertificatePem);
        if (Due(Path.Combine(state.Keys, "probe", "certificate.pem"), ServiceLifetime))
            Write(Path.Combine(state.Keys, "probe"), services.IssueMonitor(ServiceLifetime));

        using var web = Authority("web-authority", $"Bastion {record.Hospital}");
        AtomicFile.Write(state.WebAuthorityFile, web.CertificatePem);
        File.SetUnixFileMode(state.WebAuthorityFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        issued.AddRange(RenewWeb(web, Plane.Gateway, "web", record.PortalHost));
        issued.AddRange(RenewWeb(web, Plane.Admin, "web", record.AdminHost));
        if (record.AppDomain.Length > 0)
            issued.AddRange(RenewWeb(web, Plane.Gateway, "apps", "*." + record.AppDomain));
        return issued;
    }

    /// <summary>What the appliance shows to read health.</summary>
    public TlsIdentity Probe() => TlsIdentity.Load(
        Path.Combine(state.Keys, "probe", "certificate.pem"),
        Path.Combine(state.Keys, "probe", "key.pem"),
        Path.Combine(state.Keys, "probe", "authority.pem"),
        time);

    private IEnumerable<string> RenewWeb(CertificateAuthority authority, Plane plane, string place, string host)
    {
        var directory = state.In(plane, place);
        // A hospital puts its own certificate here; ours is only for names that have none.
        if (File.Exists(Path.Combine(directory, "own")) || !Due(Path.Combine(directory, "certificate.pem"), WebLifetime, host))
            yield break;
        Write(directory, authority.IssueWeb([host], WebLifetime));
        accounts.Lend(directory, plane);
        yield return host;
    }

    private CertificateAuthority Authority(string file, string name)
    {
        var certificate = Path.Combine(state.Keys, file + ".pem");
        var key = Path.Combine(state.Keys, file + ".key");
        if (File.Exists(certificate))
            return CertificateAuthority.FromPem(File.ReadAllText(certificate), File.ReadAllText(key), time);
        var made = CertificateAuthority.Create(name, AuthorityLifetime, time);
        AtomicFile.Write(key, made.KeyPem);
        AtomicFile.Write(certificate, made.CertificatePem);
        return made;
    }

    private bool Due(string certificateFile, TimeSpan lifetime, string? host = null)
    {
        if (!File.Exists(certificateFile))
            return true;
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(certificateFile));
        return certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime < lifetime / 3
            || (host is not null && !certificate.MatchesHostname(host.Replace("*", "any", StringComparison.Ordinal)));
    }

    private static void Write(string directory, IssuedCertificate issued)
    {
        // The key first: services look at the certificate's time to see that there is a new pair.
        AtomicFile.Write(Path.Combine(directory, "key.pem"), issued.KeyPem);
        AtomicFile.Write(Path.Combine(directory, "certificate.pem"), issued.CertificatePem);
    }
}
