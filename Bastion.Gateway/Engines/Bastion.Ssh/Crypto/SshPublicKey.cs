using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>A public key that verifies, RFC 4253 section 6.6, with its blob kept as it came.</summary>
public abstract class SshPublicKey
{
    private readonly byte[] _blob;

    private protected SshPublicKey(byte[] blob) => _blob = blob;

    public ReadOnlySpan<byte> Blob => _blob;

    /// <summary>Key format, for instance ssh-ed25519 or ssh-rsa.</summary>
    public abstract string Type { get; }

    /// <summary>Signature algorithms that this key makes, strongest first.</summary>
    public abstract IReadOnlyList<string> SignatureAlgorithms { get; }

    /// <summary>SHA256: and base64 without padding, as OpenSSH shows it.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(_blob)).TrimEnd('=');

    /// <summary>Reads a blob. Ed25519, RSA from 2048 bits, ECDSA on the NIST curves, the two kinds of security keys, and certificates of all these.</summary>
    /// <exception cref="SshProtocolException">Unknown type, weak or malformed.</exception>
    public static SshPublicKey Parse(byte[] blob)
    {
        if (blob.Length > SshLimits.KeyBlob)
        {
            throw new SshProtocolException("key is too large");
        }

        var reader = new WireReader(blob);
        string type = reader.ReadName();
        SshPublicKey key = type switch
        {
            Ed25519PublicKey.TypeName => Ed25519PublicKey.Read(blob, ref reader),
            RsaPublicKey.TypeName => RsaPublicKey.Read(blob, ref reader),
            EcdsaPublicKey.P256 or EcdsaPublicKey.P384 or EcdsaPublicKey.P521 => EcdsaPublicKey.Read(blob, type, ref reader),
            SecurityPublicKey.Ed25519 or SecurityPublicKey.Ecdsa => SecurityPublicKey.Read(blob, type, ref reader),
            _ when CertificateNames.IsOne(type) => SshCertificate.Read(blob, type, ref reader),
            _ => throw new SshProtocolException("key type is not supported"),
        };
        reader.RequireEnd();
        return key;
    }

    /// <summary>Checks a signature blob; false for anything that is not exactly right.</summary>
    public virtual bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlyMemory<byte> signature)
    {
        if (!SignatureAlgorithms.Contains(algorithm))
        {
            return false;
        }

        try
        {
            var reader = new WireReader(signature);
            return reader.ReadName() == algorithm && VerifyCore(algorithm, data, ref reader) && reader.AtEnd;
        }
        catch (Exception malformed) when (malformed is SshProtocolException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>One line as in an authorized_keys file, without comment.</summary>
    public string ToAuthorizedKey() => $"{Type} {Convert.ToBase64String(_blob)}";

    public override string ToString() => $"{Type} {Fingerprint}";

    /// <summary>The reader stands behind the algorithm name of the signature blob and must be left at its end.</summary>
    private protected abstract bool VerifyCore(string algorithm, ReadOnlySpan<byte> data, ref WireReader signature);
}
