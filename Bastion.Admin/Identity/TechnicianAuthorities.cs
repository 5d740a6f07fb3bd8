using System.Net;
using System.Text;

namespace Bastion.Admin.Identity;

/// <summary>The authorities whose OpenSSH certificates are believed for technicians. Data in, verdict out; it looks nothing up.</summary>
internal sealed class TechnicianAuthorities(IReadOnlyList<SshPublicKey> trusted)
{
    private const string SourceAddress = "source-address";

    public static TechnicianAuthorities Of(IEnumerable<string> lines) => new([.. lines.Select(line => SshPublicKey.ParseLine(line).Value!)]);

    /// <summary>Whether this certificate says today that its key is this login's, from this address. Who shows it must still prove that he holds the key.</summary>
    public bool Vouch(SshUserCertificate certificate, string login, string address, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return trusted.Any(one => one.Blob.AsSpan().SequenceEqual(certificate.Authority.Blob))
            && certificate.Principals.Contains(login, StringComparer.OrdinalIgnoreCase)
            && seconds >= 0 && (ulong)seconds >= certificate.ValidAfter && (ulong)seconds < certificate.ValidBefore
            && certificate.CriticalOptions.All(option => option.Name == SourceAddress && ComesFrom(option.Data, address))
            && SignatureName(certificate.Signature) is { } algorithm
            && SshSignature.Verify(certificate.Authority, algorithm, certificate.Signed, certificate.Signature);
    }

    // The data of an option is a string once more; the list has commas.
    private static bool ComesFrom(byte[] data, string address) =>
        SshPublicKey.Strings(data) is [var list] && IPAddress.TryParse(address, out var from)
        && Encoding.ASCII.GetString(list).Split(',', StringSplitOptions.RemoveEmptyEntries).Any(one => Contains(one.Trim(), from));

    private static bool Contains(string one, IPAddress from) =>
        IPNetwork.TryParse(one, out var network) ? network.Contains(from) : IPAddress.TryParse(one, out var exact) && exact.Equals(from);

    private static string? SignatureName(byte[] signature) =>
        SshPublicKey.Strings(signature) is [var name, _] ? Encoding.ASCII.GetString(name) : null;
}
