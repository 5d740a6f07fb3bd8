using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// The first 36 bytes of a recording: magic (8) · u16 version · u16 suite · recording id (16) · i64 opened at, microseconds of Unix time.
/// The hash of record -1, where the chain starts, is SHA-256 over "bastion recording v1\n" and these bytes.
/// </summary>
internal readonly record struct Preamble(Guid RecordingId, long OpenedAtMicros)
{
    public const int Size = 36;
    public const ushort Version = 1;

    /// <summary>AES-256-GCM, HKDF-SHA-256, chained SHA-256, ECDSA P-256.</summary>
    public const ushort Suite = 1;

    // As in PNG: a byte that is no text, the name, and line ends that a careless copy would spoil.
    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'B', (byte)'R', (byte)'E', (byte)'C', 0x0D, 0x0A, 0x1A];

    public void Write(Span<byte> to)
    {
        Magic.CopyTo(to);
        BinaryPrimitives.WriteUInt16BigEndian(to[8..], Version);
        BinaryPrimitives.WriteUInt16BigEndian(to[10..], Suite);
        RecordingId.TryWriteBytes(to[12..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(to[28..], OpenedAtMicros);
    }

    public static bool TryRead(ReadOnlySpan<byte> from, out Preamble preamble)
    {
        preamble = default;
        if (from.Length < Size || !from.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt16BigEndian(from[8..]) != Version
            || BinaryPrimitives.ReadUInt16BigEndian(from[10..]) != Suite)
            return false;
        preamble = new Preamble(new Guid(from.Slice(12, 16), bigEndian: true), BinaryPrimitives.ReadInt64BigEndian(from[28..]));
        return true;
    }

    public byte[] ChainStart()
    {
        Span<byte> hashed = stackalloc byte[21 + Size];
        "bastion recording v1\n"u8.CopyTo(hashed);
        Write(hashed[21..]);
        return SHA256.HashData(hashed);
    }
}
