using System.Buffers.Binary;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Journal;

/// <summary>
/// The journal file (docs/formats/journal.md): magic "BSTNJNL2", then entries: u32 length · u32 crc32c · the bytes, which are the leaf:
/// see <see cref="LeafFormat"/>. Integers are big-endian. The checksum only finds a torn tail; what protects the
/// entries is the tree over them.
/// </summary>
internal static class JournalFormat
{
    public const int MaxEntry = 256 << 10;
    public const int EntryHeader = 8;

    public static ReadOnlySpan<byte> Magic => "BSTNJNL2"u8;

    public static void WriteHeader(Span<byte> to, ReadOnlySpan<byte> leaf)
    {
        BinaryPrimitives.WriteInt32BigEndian(to, leaf.Length);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], WalFormat.Checksum(0, leaf));
    }

    /// <summary>The length of the leaf whose header this is, or -1 when it can be none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        return length is > 0 and <= MaxEntry ? length : -1;
    }

    public static bool IsIntact(ReadOnlySpan<byte> header, ReadOnlySpan<byte> leaf) =>
        BinaryPrimitives.ReadUInt32BigEndian(header[4..]) == WalFormat.Checksum(0, leaf);
}
