using System.Buffers.Binary;
using System.Text;

namespace Bastion.Recorder.Recordings;

/// <summary>Reads big-endian fields; whatever does not fit is <see cref="InvalidDataException"/>.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte U8() => Take(1)[0];

    public uint U32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public long I64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    /// <summary>u32 length, bytes.</summary>
    public byte[] Bytes() => Take((int)Math.Min(U32(), int.MaxValue)).ToArray();

    public string Text() => Encoding.UTF8.GetString(Take((int)Math.Min(U32(), int.MaxValue)));

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
            throw new InvalidDataException("A field reaches beyond its record.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
