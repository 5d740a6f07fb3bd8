using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>Private keys in PEM: PKCS #1, SEC 1 and PKCS #8 (also encrypted), read by the framework.</summary>
internal static class PemKeyFile
{
    private const string Encrypted = "ENCRYPTED PRIVATE KEY";

    private static readonly string[] Labels = ["RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", Encrypted];

    public static bool IsOne(ReadOnlySpan<char> pem) => LabelOf(pem) is not null;

    public static SshPrivateKey Read(ReadOnlySpan<char> pem, ReadOnlySpan<char> passphrase)
    {
        string label = LabelOf(pem)!;
        if (pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal) || (label == Encrypted && passphrase.IsEmpty))
        {
            throw new FormatException("the private key is encrypted");
        }

        try
        {
            return label != "EC PRIVATE KEY" && TryImport(RSA.Create(), label, pem, passphrase) is RSA rsa
                ? Fitting(rsa)
                : TryImport(ECDsa.Create(), label, pem, passphrase) is ECDsa ecdsa
                    ? Fitting(ecdsa)
                    : throw new FormatException(label == Encrypted ? "the passphrase is wrong" : "this type of private key is not supported");
        }
        catch (SshProtocolException unusable)
        {
            throw new FormatException("the private key cannot be used: " + unusable.Message, unusable);
        }
    }

    private static string? LabelOf(ReadOnlySpan<char> pem)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields))
        {
            // Header lines of the old kind of encryption are no PEM of RFC 7468.
            return pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal) ? Labels[0] : null;
        }

        string label = pem[fields.Label].ToString();
        return Labels.Contains(label) ? label : null;
    }

    private static AsymmetricAlgorithm? TryImport(AsymmetricAlgorithm algorithm, string label, ReadOnlySpan<char> pem, ReadOnlySpan<char> passphrase)
    {
        try
        {
            if (label == Encrypted)
            {
                algorithm.ImportFromEncryptedPem(pem, passphrase);
            }
            else
            {
                algorithm.ImportFromPem(pem);
            }

            return algorithm;
        }
        catch (Exception other) when (other is CryptographicException or ArgumentException)
        {
            algorithm.Dispose();
            return null;
        }
    }

    private static RsaPrivateKey Fitting(RSA rsa) => rsa.KeySize is >= SshLimits.RsaBitsMin and <= SshLimits.RsaBitsMax
        ? RsaPrivateKey.Take(rsa)
        : throw new FormatException("the RSA key is weak");

    private static EcdsaPrivateKey Fitting(ECDsa ecdsa)
    {
        EcdsaCurve? curve = ecdsa.KeySize switch
        {
            256 => EcdsaCurve.P256,
            384 => EcdsaCurve.P384,
            521 => EcdsaCurve.P521,
            _ => null,
        };
        string? oid = ecdsa.ExportParameters(false).Curve.Oid?.Value;
        return curve is not null && oid == curve.Curve.Oid.Value
            ? EcdsaPrivateKey.Take(curve, ecdsa)
            : throw new FormatException("this type of private key is not supported");
    }
}
