using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Bastion.Recorder.Recordings;

/// <summary>Writes big-endian fields; the mirror of <see cref="FieldReader"/>. For the few records that are not batches.</summary>
internal sealed class FieldWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public FieldWriter U8(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
        return this;
    }

    public FieldWriter U32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    public FieldWriter U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
        return this;
    }

    public FieldWriter I64(long value) => U64((ulong)value);

    public FieldWriter Bytes(ReadOnlySpan<byte> value)
    {
        U32((uint)value.Length);
        _bytes.Write(value);
        return this;
    }

    public FieldWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public FieldWriter Raw(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }
}
