using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>hmac-sha2-256 and hmac-sha2-512, RFC 6668, over sequence number and packet.</summary>
internal sealed class PacketMac : IDisposable
{
    private readonly IncrementalHash _hash;

    public PacketMac(HashAlgorithmName hash, ReadOnlySpan<byte> key)
    {
        _hash = IncrementalHash.CreateHMAC(hash, key);
    }

    public int Length => _hash.HashLengthInBytes;

    public void Compute(uint sequence, ReadOnlySpan<byte> packet, Span<byte> tag)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, sequence);
        _hash.AppendData(number);
        _hash.AppendData(packet);
        _hash.GetHashAndReset(tag);
    }

    public bool Check(uint sequence, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[64];
        expected = expected[..Length];
        Compute(sequence, packet, expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    public void Dispose() => _hash.Dispose();
}
