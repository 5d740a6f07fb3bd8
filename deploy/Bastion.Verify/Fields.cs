using System.Buffers.Binary;
using System.Text;

namespace Bastion.Verify;

/// <summary>Big-endian fields one after the other; beyond the end is <see cref="InvalidDataException"/>.</summary>
internal ref struct Fields(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public readonly bool AtEnd => _left.Length == 0;

    public ReadOnlySpan<byte> Next(long count)
    {
        if (count < 0 || count > _left.Length)
            throw new InvalidDataException("a field reaches beyond its part");
        var next = _left[..(int)count];
        _left = _left[(int)count..];
        return next;
    }

    public byte Byte() => Next(1)[0];

    public uint UInt() => BinaryPrimitives.ReadUInt32BigEndian(Next(4));

    public ulong ULong() => BinaryPrimitives.ReadUInt64BigEndian(Next(8));

    public ReadOnlySpan<byte> Blob() => Next(UInt());

    public string Text() => Encoding.UTF8.GetString(Blob());
}
