using System.Security.Cryptography;

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

    /// <exception cref="Wire.SshProtocolException">Unknown type, weak or malformed.</exception>
    public static SshPublicKey Parse(byte[] blob) => throw new NotImplementedException();

    /// <summary>Checks a signature blob; false for anything that is not exactly right.</summary>
    public abstract bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlyMemory<byte> signature);

    /// <summary>One line as in an authorized_keys file, without comment.</summary>
    public string ToAuthorizedKey() => $"{Type} {Convert.ToBase64String(_blob)}";

    public override string ToString() => $"{Type} {Fingerprint}";
}
