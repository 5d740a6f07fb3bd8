namespace Bastion.Ssh.Crypto;

/// <summary>A private key that signs: host key of ours or credential for a device. Wiped when disposed.</summary>
public abstract class SshPrivateKey : IDisposable
{
    private protected SshPrivateKey(SshPublicKey publicKey) => PublicKey = publicKey;

    public SshPublicKey PublicKey { get; }

    /// <summary>A new ssh-ed25519 key.</summary>
    public static SshPrivateKey GenerateEd25519() => throw new NotImplementedException();

    /// <summary>A new RSA key, 3072 bits or more.</summary>
    public static SshPrivateKey GenerateRsa(int bits = 3072) => throw new NotImplementedException();

    /// <summary>A new ECDSA key: nistp256, nistp384 or nistp521.</summary>
    public static SshPrivateKey GenerateEcdsa(string curve = "nistp256") => throw new NotImplementedException();

    /// <summary>Reads an unencrypted "OPENSSH PRIVATE KEY" file: ed25519, RSA, ECDSA.</summary>
    /// <exception cref="FormatException">Another format, encrypted, another key type, or damaged.</exception>
    public static SshPrivateKey Parse(ReadOnlySpan<char> pem) => throw new NotImplementedException();

    /// <summary>Writes the same format, unencrypted.</summary>
    public string ToPem(string comment) => throw new NotImplementedException();

    public override string ToString() => PublicKey.ToString();

    /// <summary>Signature blob, RFC 4253 section 6.6: string algorithm, string signature.</summary>
    internal abstract byte[] Sign(string algorithm, ReadOnlySpan<byte> data);

    public abstract void Dispose();
}
