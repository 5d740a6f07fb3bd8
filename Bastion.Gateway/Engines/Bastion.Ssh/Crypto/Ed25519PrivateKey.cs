using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>ssh-ed25519, RFC 8709.</summary>
internal sealed class Ed25519PrivateKey : SshPrivateKey
{
    // Seed, then public key, as libsodium and OpenSSH keep it.
    private readonly byte[] _secret;

    public Ed25519PrivateKey(ReadOnlySpan<byte> seed)
        : this(Expand(seed)) { }

    private Ed25519PrivateKey(byte[] secret)
        : base(Ed25519PublicKey.Create(secret.AsSpan(Sodium.KeyLength))) => _secret = secret;

    public static Ed25519PrivateKey ReadPrivate(ref WireReader reader)
    {
        ReadOnlySpan<byte> point = reader.ReadStringSpan();
        ReadOnlySpan<byte> secret = reader.ReadStringSpan();
        if (point.Length != Sodium.KeyLength || secret.Length != Sodium.Ed25519SecretLength)
        {
            throw new SshProtocolException("ed25519 key has a wrong length");
        }

        var key = new Ed25519PrivateKey(secret[..Sodium.KeyLength]);
        if (!key._secret.AsSpan().SequenceEqual(secret) || !point.SequenceEqual(secret[Sodium.KeyLength..]))
        {
            key.Dispose();
            throw new SshProtocolException("ed25519 key does not fit its public key");
        }

        return key;
    }

    internal override void WritePrivate(WireWriter writer)
    {
        writer.WriteString(_secret.AsSpan(Sodium.KeyLength));
        writer.WriteString(_secret);
    }

    public override void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    private protected override byte[] SignCore(string algorithm, ReadOnlySpan<byte> data)
    {
        var signature = new byte[Sodium.Ed25519SignatureLength];
        Sodium.Ed25519Sign(_secret, data, signature);
        return signature;
    }

    private static byte[] Expand(ReadOnlySpan<byte> seed)
    {
        byte[] secret = GC.AllocateUninitializedArray<byte>(Sodium.Ed25519SecretLength, pinned: true);
        Span<byte> point = stackalloc byte[Sodium.KeyLength];
        Sodium.Ed25519KeyPair(seed, point, secret);
        return secret;
    }
}
