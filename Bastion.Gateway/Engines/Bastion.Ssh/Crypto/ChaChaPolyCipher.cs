using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>
/// chacha20-poly1305@openssh.com (OpenSSH PROTOCOL.chacha20poly1305): the length has a key of its own, the nonce is the sequence
/// number. Only safe with strict key exchange (Terrapin), which the negotiation sees to.
/// </summary>
internal sealed class ChaChaPolyCipher : PacketCipher
{
    public const int KeyMaterialLength = 64;

    private readonly byte[] _keys;

    public ChaChaPolyCipher(ReadOnlySpan<byte> keys)
    {
        _keys = GC.AllocateUninitializedArray<byte>(KeyMaterialLength, pinned: true);
        keys.CopyTo(_keys);
    }

    public override int BlockLength => 8;

    public override int TagLength => 16;

    // K_2 encrypts the packet, K_1 the length; K_2 comes first in the key material.
    private ReadOnlySpan<byte> PacketKey => _keys.AsSpan(0, 32);

    private ReadOnlySpan<byte> LengthKey => _keys.AsSpan(32, 32);

    public override void Seal(uint sequence, Span<byte> packet)
    {
        Span<byte> nonce = stackalloc byte[8];
        Span<byte> polyKey = stackalloc byte[32];
        Begin(sequence, nonce, polyKey);
        Sodium.ChaCha20(LengthKey, nonce, 0, packet[..4]);
        Sodium.ChaCha20(PacketKey, nonce, 1, packet[4..^16]);
        Sodium.Poly1305(polyKey, packet[..^16], packet[^16..]);
        CryptographicOperations.ZeroMemory(polyKey);
    }

    public override uint ReadLength(uint sequence, Span<byte> header)
    {
        // The ciphertext stays as it is: the tag covers it.
        Span<byte> nonce = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, sequence);
        Span<byte> length = stackalloc byte[4];
        header[..4].CopyTo(length);
        Sodium.ChaCha20(LengthKey, nonce, 0, length);
        return BinaryPrimitives.ReadUInt32BigEndian(length);
    }

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        Span<byte> nonce = stackalloc byte[8];
        Span<byte> polyKey = stackalloc byte[32];
        Span<byte> tag = stackalloc byte[16];
        Begin(sequence, nonce, polyKey);
        Sodium.Poly1305(polyKey, packet[..^16], tag);
        CryptographicOperations.ZeroMemory(polyKey);
        if (!CryptographicOperations.FixedTimeEquals(tag, packet[^16..]))
        {
            return false;
        }

        Sodium.ChaCha20(PacketKey, nonce, 1, packet[4..^16]);
        return true;
    }

    public override void Dispose() => CryptographicOperations.ZeroMemory(_keys);

    private void Begin(uint sequence, Span<byte> nonce, Span<byte> polyKey)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce, sequence);
        polyKey.Clear();
        Sodium.ChaCha20(PacketKey, nonce, 0, polyKey);
    }
}
