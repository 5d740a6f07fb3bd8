using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Bastion.Recorder.Storage;

/// <summary>
/// Bytes of the write-ahead log. It is a ring of segment files. A segment starts with a header block; then follow commits, each
/// starting on a block so that no write touches a block that holds acknowledged bytes. Integers are big-endian.
/// <code>
/// segment: magic "BSTNWAL1" · u64 segment number · u64 first segment still needed · u64 number of its first commit · u32 crc32c
/// commit:  magic "CMIT" · u32 entries · u64 segment number · u64 commit number · u32 length with this header · u32 crc32c
/// entry:   file (u8 kind, 16 bytes id) · u64 offset in that file · u32 length · bytes
/// </code>
/// The crc32c is over everything before and after itself, header first.
/// </summary>
internal static class WalFormat
{
    public const int Block = 4096;
    public const int SegmentHeader = 36;
    public const int CommitHeader = 32;
    public const int EntryHeader = FileId.Size + 8 + 4;

    private const uint CommitMagic = 0x434D4954;

    private static ReadOnlySpan<byte> SegmentMagic => "BSTNWAL1"u8;

    public static int Padded(int length) => (length + Block - 1) & ~(Block - 1);

    public static void WriteSegment(Span<byte> to, ulong number, ulong firstNeeded, ulong firstCommit)
    {
        SegmentMagic.CopyTo(to);
        BinaryPrimitives.WriteUInt64BigEndian(to[8..], number);
        BinaryPrimitives.WriteUInt64BigEndian(to[16..], firstNeeded);
        BinaryPrimitives.WriteUInt64BigEndian(to[24..], firstCommit);
        BinaryPrimitives.WriteUInt32BigEndian(to[32..], Checksum(0, to[..32]));
    }

    public static WalSegment? ReadSegment(ReadOnlySpan<byte> from)
    {
        if (from.Length < SegmentHeader || !from.StartsWith(SegmentMagic)
            || BinaryPrimitives.ReadUInt32BigEndian(from[32..]) != Checksum(0, from[..32]))
            return null;
        return new WalSegment(
            BinaryPrimitives.ReadUInt64BigEndian(from[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(from[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(from[24..]));
    }

    public static void WriteEntry(Span<byte> to, FileId file, long offset, ReadOnlySpan<byte> bytes)
    {
        file.Write(to);
        BinaryPrimitives.WriteInt64BigEndian(to[FileId.Size..], offset);
        BinaryPrimitives.WriteInt32BigEndian(to[(FileId.Size + 8)..], bytes.Length);
        bytes.CopyTo(to[EntryHeader..]);
    }

    /// <summary>Fills in the header of a commit whose entries are already behind it.</summary>
    public static void WriteCommit(Span<byte> commit, int entries, ulong segment, ulong number)
    {
        BinaryPrimitives.WriteUInt32BigEndian(commit, CommitMagic);
        BinaryPrimitives.WriteInt32BigEndian(commit[4..], entries);
        BinaryPrimitives.WriteUInt64BigEndian(commit[8..], segment);
        BinaryPrimitives.WriteUInt64BigEndian(commit[16..], number);
        BinaryPrimitives.WriteInt32BigEndian(commit[24..], commit.Length);
        BinaryPrimitives.WriteUInt32BigEndian(commit[28..], CommitChecksum(commit));
    }

    /// <summary>The length of the intact commit at the start of these bytes, or 0.</summary>
    public static int IntactCommit(ReadOnlySpan<byte> from, ulong segment, out ulong number)
    {
        number = 0;
        if (from.Length < CommitHeader || BinaryPrimitives.ReadUInt32BigEndian(from) != CommitMagic
            || BinaryPrimitives.ReadUInt64BigEndian(from[8..]) != segment)
            return 0;
        var length = BinaryPrimitives.ReadInt32BigEndian(from[24..]);
        if (length < CommitHeader || length > from.Length
            || BinaryPrimitives.ReadUInt32BigEndian(from[28..]) != CommitChecksum(from[..length]))
            return 0;
        number = BinaryPrimitives.ReadUInt64BigEndian(from[16..]);
        return length;
    }

    private static uint CommitChecksum(ReadOnlySpan<byte> commit) =>
        Checksum(Checksum(0, commit[..28]), commit[CommitHeader..]);

    /// <summary>CRC-32C (RFC 3720 appendix B.4) by the processor's own instruction.</summary>
    public static uint Checksum(uint seed, ReadOnlySpan<byte> bytes)
    {
        var crc = ~seed;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }
}
