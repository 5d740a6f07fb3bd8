using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bastion.Rdp.Wire;

/// <summary>Writes one PDU into memory of its own; lengths are filled in when they are known. Disposing overwrites what was written.</summary>
public sealed class RdpWriter : IDisposable
{
    private byte[] buffer = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public void U8(int value) => Room(1)[0] = (byte)value;

    public void U16(int value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(2), (ushort)value);

    public void U16BigEndian(int value) => BinaryPrimitives.WriteUInt16BigEndian(Room(2), (ushort)value);

    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    public void Octets(ReadOnlySpan<byte> octets) => octets.CopyTo(Room(octets.Length));

    public void Zeros(int count) => Room(count).Clear();

    /// <summary>A PER length in its two-octet form.</summary>
    public void PerLength(int length) => U16BigEndian(length | 0x8000);

    /// <summary>A BER length in its three-octet form.</summary>
    public void BerLength(int length)
    {
        U8(0x82);
        U16BigEndian(length);
    }

    public void PatchU16(int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(at, 2), (ushort)value);

    public void PatchU16BigEndian(int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(at, 2), (ushort)value);

    public byte[] ToArray() => Written.ToArray();

    public void Dispose() => CryptographicOperations.ZeroMemory(buffer);

    private Span<byte> Room(int count)
    {
        if (buffer.Length - Length < count)
        {
            var larger = new byte[Math.Max(Length + count, buffer.Length * 2)];
            Written.CopyTo(larger);
            CryptographicOperations.ZeroMemory(buffer);
            buffer = larger;
        }
        var room = buffer.AsSpan(Length, count);
        Length += count;
        return room;
    }
}
