using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bastion.Verify;

/// <summary>A leaf of the journal (docs/formats/journal.md), opened.</summary>
internal sealed record JournalEntry(
    ulong Index, byte Service, DateTimeOffset StoredAt, ulong Previous, string Kind, string Intervention, string Session, string Subject, string Actor, string Reason, Dictionary<string, string> Facts)
{
    private const int Head = 38;
    private const int TagSize = 16;

    public static ulong IndexOf(ReadOnlySpan<byte> leaf) =>
        leaf.Length > Head + TagSize + 8 && leaf[0] == 2 ? BinaryPrimitives.ReadUInt64BigEndian(leaf[1..]) : throw new InvalidDataException("it is no leaf of version 2");

    /// <exception cref="CryptographicException">Not what was written under this key.</exception>
    /// <exception cref="InvalidDataException">Not an entry.</exception>
    public static JournalEntry Open(byte[] leaf, byte[] key)
    {
        var plain = new byte[leaf.Length - Head - TagSize];
        using (var cipher = new AesGcm(key, TagSize))
            cipher.Decrypt(new byte[12], leaf.AsSpan(Head, plain.Length), leaf.AsSpan(leaf.Length - TagSize), plain, leaf.AsSpan(0, Head));
        var fields = new WireFields(plain.AsSpan(8));
        var actor = fields.Bytes(4) is { } bytes ? new WireFields(bytes).Text(3) : "";
        var storedAt = DateTimeOffset.UnixEpoch.AddMicroseconds(BinaryPrimitives.ReadInt64BigEndian(leaf.AsSpan(10)));
        return new JournalEntry(
            IndexOf(leaf), leaf[9], storedAt, BinaryPrimitives.ReadUInt64BigEndian(plain), fields.Text(2), fields.Text(5), fields.Text(7), fields.Text(8), actor, fields.Text(9), fields.Map(11));
    }
}
