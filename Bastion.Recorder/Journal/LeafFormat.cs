using System.Buffers.Binary;
using System.Security.Cryptography;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Recorder.Journal;

/// <summary>
/// A leaf of the journal (docs/formats/journal.md), big-endian:
/// <code>
///  0 u8  version     2
///  1 u64 index
///  9 u8  service     1 gateway, 2 admin, 3 recorder
/// 10 i64 stored at   microseconds of Unix time
/// 18 u32 period      year * 100 + month, UTC: which key
/// 22 salt (16)
/// </code>
/// Behind it AES-256-GCM over u64 previous · the entry, under HKDF-SHA-256(key of the period, salt), nonce of zeros, the head as
/// additional data. A key is used for one leaf alone, so that one entry can be shown without its neighbours.
/// </summary>
internal static class LeafFormat
{
    public const byte Version = 2;
    public const int Head = 38;
    public const int SaltSize = 16;
    private const int Salt = 22;
    private const int TagSize = 16;
    private const int Previous = 8;

    public static byte[] Write(ulong index, Plane service, DateTimeOffset storedAt, int period, byte[] periodKey, ulong previous, Entry entry)
    {
        var plain = new byte[Previous + entry.CalculateSize()];
        BinaryPrimitives.WriteUInt64BigEndian(plain, previous);
        entry.WriteTo(plain.AsSpan(Previous));
        var leaf = new byte[Head + plain.Length + TagSize];
        leaf[0] = Version;
        BinaryPrimitives.WriteUInt64BigEndian(leaf.AsSpan(1), index);
        leaf[9] = Number(service);
        BinaryPrimitives.WriteInt64BigEndian(leaf.AsSpan(10), storedAt.ToUnixMicros());
        BinaryPrimitives.WriteInt32BigEndian(leaf.AsSpan(18), period);
        RandomNumberGenerator.Fill(leaf.AsSpan(Salt, SaltSize));
        using var cipher = new AesGcm(EntryKey(periodKey, leaf), TagSize);
        cipher.Encrypt(new byte[12], plain, leaf.AsSpan(Head, plain.Length), leaf.AsSpan(Head + plain.Length), leaf.AsSpan(0, Head));
        return leaf;
    }

    /// <summary>The key of this leaf alone.</summary>
    public static byte[] EntryKey(byte[] periodKey, ReadOnlySpan<byte> leaf)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, periodKey, key, leaf.Slice(Salt, SaltSize), "bastion journal v2 entry"u8);
        return key;
    }

    /// <summary>Which key opens it; 0 for what can be no leaf.</summary>
    public static int PeriodOf(ReadOnlySpan<byte> leaf) =>
        leaf.Length >= Head + TagSize + Previous && leaf[0] == Version ? BinaryPrimitives.ReadInt32BigEndian(leaf[18..]) : 0;

    public static ulong IndexOf(ReadOnlySpan<byte> leaf) => BinaryPrimitives.ReadUInt64BigEndian(leaf[1..]);

    public static DateTimeOffset StoredAt(ReadOnlySpan<byte> leaf) => UnixMicros.FromUnixMicros(BinaryPrimitives.ReadInt64BigEndian(leaf[10..]));

    public static Plane? Service(ReadOnlySpan<byte> leaf) => leaf[9] switch
    {
        1 => Plane.Gateway,
        2 => Plane.Admin,
        3 => Plane.Recorder,
        _ => null,
    };

    /// <exception cref="CryptographicException">Not what was written under this key.</exception>
    /// <exception cref="InvalidProtocolBufferException"/>
    public static StoredEntry Read(ReadOnlySpan<byte> leaf, byte[] periodKey)
    {
        var plain = new byte[leaf.Length - Head - TagSize];
        using (var cipher = new AesGcm(EntryKey(periodKey, leaf), TagSize))
            cipher.Decrypt(new byte[12], leaf[Head..^TagSize], leaf[^TagSize..], plain, leaf[..Head]);
        return new StoredEntry
        {
            Index = IndexOf(leaf),
            Service = Service(leaf)?.Word() ?? "",
            StoredAt = Timestamp.FromDateTimeOffset(StoredAt(leaf)),
            Previous = BinaryPrimitives.ReadUInt64BigEndian(plain),
            Entry = Entry.Parser.ParseFrom(plain.AsSpan(Previous)),
        };
    }

    private static byte Number(Plane service) => service switch
    {
        Plane.Gateway => 1,
        Plane.Admin => 2,
        _ => 3,
    };
}
