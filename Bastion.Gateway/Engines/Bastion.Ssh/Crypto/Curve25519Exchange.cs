using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>curve25519-sha256, RFC 8731.</summary>
internal sealed class Curve25519Exchange : KeyExchangeMethod
{
    private readonly byte[] _secret = GC.AllocateUninitializedArray<byte>(Sodium.KeyLength, pinned: true);

    public override HashAlgorithmName Hash => HashAlgorithmName.SHA256;

    public override byte[] CreateInit()
    {
        RandomNumberGenerator.Fill(_secret);
        var point = new byte[Sodium.KeyLength];
        Sodium.X25519Public(_secret, point);
        return point;
    }

    public override byte[] Finish(ReadOnlySpan<byte> reply)
    {
        Span<byte> shared = stackalloc byte[Sodium.KeyLength];
        Agree(reply, shared);
        byte[] encoded = AsMpInt(shared);
        CryptographicOperations.ZeroMemory(shared);
        return encoded;
    }

    public override byte[] Respond(ReadOnlySpan<byte> init, out byte[] sharedSecret)
    {
        byte[] point = CreateInit();
        sharedSecret = Finish(init);
        return point;
    }

    /// <summary>The raw 32 bytes, for the hybrid method.</summary>
    public void Agree(ReadOnlySpan<byte> point, Span<byte> shared)
    {
        if (point.Length != Sodium.KeyLength || !Sodium.TryX25519(_secret, point, shared))
        {
            throw BadValue();
        }
    }

    public override void Dispose() => CryptographicOperations.ZeroMemory(_secret);
}
