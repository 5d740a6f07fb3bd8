using System.Buffers.Binary;

namespace Bastion.Rdp.Wire;

/// <summary>Reads integers and runs of octets out of a span; everything that is not there is a protocol error.</summary>
public ref struct RdpReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> data = data;
    private int at;

    public readonly int Position => at;

    public readonly int Left => data.Length - at;

    public readonly ReadOnlySpan<byte> Rest => data[at..];

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public ushort U16BigEndian() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public void Skip(int count) => Take(count);

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left)
            throw new RdpProtocolException("a field is cut off");
        var taken = data.Slice(at, count);
        at += count;
        return taken;
    }

    /// <summary>A length as aligned PER writes it (X.691 10.9): one octet, or two with the high bit set.</summary>
    public int PerLength()
    {
        int first = U8();
        return first < 0x80 ? first : first < 0xC0 ? ((first & 0x3F) << 8) | U8() : throw new RdpProtocolException("a PER length is in pieces");
    }

    /// <summary>A definite length as BER writes it (X.690 8.1.3), up to 65,535.</summary>
    public int BerLength()
    {
        int first = U8();
        return first switch
        {
            < 0x80 => first,
            0x81 => U8(),
            0x82 => U16BigEndian(),
            _ => throw new RdpProtocolException("a BER length is too long"),
        };
    }

    public void Expect(ReadOnlySpan<byte> octets)
    {
        if (!Take(octets.Length).SequenceEqual(octets))
            throw new RdpProtocolException("an expected field is another");
    }
}
