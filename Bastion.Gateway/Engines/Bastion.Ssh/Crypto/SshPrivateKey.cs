using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>
/// A private key that signs: host key of ours or credential for a device. Any number of connections may share one. Wiped when
/// disposed.
/// </summary>
public abstract class SshPrivateKey : IDisposable
{
    private protected SshPrivateKey(SshPublicKey publicKey) => PublicKey = publicKey;

    public SshPublicKey PublicKey { get; }

    /// <summary>A new ssh-ed25519 key.</summary>
    public static SshPrivateKey GenerateEd25519()
    {
        byte[] seed = RandomNumberGenerator.GetBytes(Sodium.KeyLength);
        var key = new Ed25519PrivateKey(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }

    /// <summary>A new RSA key.</summary>
    public static SshPrivateKey GenerateRsa(int bits = 3072)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, SshLimits.RsaBitsMin);
        return RsaPrivateKey.Take(RSA.Create(bits));
    }

    /// <summary>A new ECDSA key: nistp256, nistp384 or nistp521.</summary>
    public static SshPrivateKey GenerateEcdsa(string curve = "nistp256")
    {
        EcdsaCurve known = EcdsaCurve.OfAlgorithm("ecdsa-sha2-" + curve);
        return EcdsaPrivateKey.Take(known, ECDsa.Create(known.Curve));
    }

    /// <summary>Reads an "OPENSSH PRIVATE KEY" file (ed25519, RSA, ECDSA) or a PEM file as openssl and older ssh-keygen write it (RSA, ECDSA).</summary>
    /// <exception cref="FormatException">Another format, another key type, damaged, or encrypted with another passphrase.</exception>
    public static SshPrivateKey Parse(ReadOnlySpan<char> pem, ReadOnlySpan<char> passphrase = default) =>
        PemKeyFile.IsOne(pem) ? PemKeyFile.Read(pem, passphrase) : OpenSshKeyFile.Read(pem, passphrase);

    /// <summary>Writes the same format, unencrypted.</summary>
    public string ToPem(string comment) => OpenSshKeyFile.Write(this, comment);

    public override string ToString() => PublicKey.ToString();

    /// <summary>Signature blob, RFC 4253 section 6.6: string algorithm, string signature.</summary>
    /// <exception cref="ArgumentException">The key does not make this kind of signature.</exception>
    internal byte[] Sign(string algorithm, ReadOnlySpan<byte> data)
    {
        if (!PublicKey.SignatureAlgorithms.Contains(algorithm))
        {
            throw new ArgumentException("the key does not make this kind of signature", nameof(algorithm));
        }

        using var writer = new WireWriter(1024);
        writer.WriteString(algorithm);
        writer.WriteString(SignCore(algorithm, data));
        return writer.ToArray();
    }

    /// <summary>What is in the second string of the signature blob.</summary>
    private protected abstract byte[] SignCore(string algorithm, ReadOnlySpan<byte> data);

    /// <summary>Fields of the private section of an OpenSSH key file, behind the key type.</summary>
    internal abstract void WritePrivate(WireWriter writer);

    public abstract void Dispose();
}
