namespace Bastion.Ssh.Crypto;

/// <summary>Names of OpenSSH's certificate algorithms (PROTOCOL.certkeys) beside those of the keys in them.</summary>
internal static class CertificateNames
{
    private const string Vendor = "@openssh.com";
    private const string Suffix = "-cert-v01" + Vendor;
    private const string SecurityKey = "sk-";

    public static bool IsOne(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>rsa-sha2-512 → rsa-sha2-512-cert-v01@openssh.com</summary>
    public static string Of(string plain) =>
        (plain.EndsWith(Vendor, StringComparison.Ordinal) ? plain[..^Vendor.Length] : plain) + Suffix;

    /// <summary>The other way; it is what stands in the signature.</summary>
    public static string PlainOf(string name)
    {
        string stem = name[..^Suffix.Length];
        return stem.StartsWith(SecurityKey, StringComparison.Ordinal) ? stem + Vendor : stem;
    }
}
