using System.Buffers.Binary;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// The plain head of every record, 40 bytes, big-endian (docs/formats/recording.md section 3):
/// <code>
///  0 u32 length      of all that follows up to the closing length, which repeats it
///  4 u8  kind        RecordKind
///  5 u8  flags       bit 0: final; bit 1: the main part is packed
///  6 u16 signature   length of the signature behind the hash: 0 or 64
///  8 u64 number      of this record in the file, from 0
/// 16 u64 firstFrame  index of its first frame
/// 24 u32 frames
/// 28 u32 clear       length of the plain part
/// 32 u32 main        length of the part under the replay key with its tag, or 0
/// 36 u32 input       length of the part under the input key with its tag, or 0
/// </code>
/// Behind it: clear · main · input · hash (32) · signature · u32 length.
/// </summary>
internal readonly record struct RecordHeader(
    RecordKind Kind, RecordFlags Flags, int Signature, ulong Number, ulong FirstFrame, int Frames, int Clear, int Main, int Input)
{
    public const int Size = 40;
    public const int HashSize = 32;
    public const int TagSize = 16;

    /// <summary>More than any batch can come to; a longer record is damage, and no reader allocates for it.</summary>
    public const int MaxRecord = 4 << 20;

    public bool Final => Flags.HasFlag(RecordFlags.Final);

    public bool Packed => Flags.HasFlag(RecordFlags.Packed);

    /// <summary>Header and clear part.</summary>
    public int Plain => Size + Clear;

    /// <summary>From the header to the end of the ciphertexts: what the chained hash covers.</summary>
    public int Hashed => Size + Clear + Main + Input;

    /// <summary>The whole record in the file.</summary>
    public int Total => Hashed + HashSize + Signature + 4;

    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteInt32BigEndian(to, Total - 8);
        to[4] = (byte)Kind;
        to[5] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(to[6..], (ushort)Signature);
        BinaryPrimitives.WriteUInt64BigEndian(to[8..], Number);
        BinaryPrimitives.WriteUInt64BigEndian(to[16..], FirstFrame);
        BinaryPrimitives.WriteInt32BigEndian(to[24..], Frames);
        BinaryPrimitives.WriteInt32BigEndian(to[28..], Clear);
        BinaryPrimitives.WriteInt32BigEndian(to[32..], Main);
        BinaryPrimitives.WriteInt32BigEndian(to[36..], Input);
    }

    /// <summary>False when this cannot be the head of a record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out RecordHeader header)
    {
        header = default;
        if (from.Length < Size)
            return false;
        header = new RecordHeader(
            (RecordKind)from[4],
            (RecordFlags)from[5],
            BinaryPrimitives.ReadUInt16BigEndian(from[6..]),
            BinaryPrimitives.ReadUInt64BigEndian(from[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(from[16..]),
            BinaryPrimitives.ReadInt32BigEndian(from[24..]),
            BinaryPrimitives.ReadInt32BigEndian(from[28..]),
            BinaryPrimitives.ReadInt32BigEndian(from[32..]),
            BinaryPrimitives.ReadInt32BigEndian(from[36..]));
        return header.Kind is >= RecordKind.Opening and <= RecordKind.Seal
            && from[5] <= 3 && (!header.Packed || header.Kind == RecordKind.Batch)
            && header.Signature is 0 or 64
            && IsLength(header.Frames) && IsLength(header.Clear) && IsPart(header.Main) && IsPart(header.Input)
            && header.Total <= MaxRecord
            && BinaryPrimitives.ReadInt32BigEndian(from) == header.Total - 8;
    }

    private static bool IsLength(int value) => value is >= 0 and <= MaxRecord;

    private static bool IsPart(int value) => value == 0 || (value >= TagSize && value <= MaxRecord);
}
