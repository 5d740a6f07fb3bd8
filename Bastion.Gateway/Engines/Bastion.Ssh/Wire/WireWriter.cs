using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Ssh.Wire;

/// <summary>
/// Writes the data types of RFC 4251 section 5 one behind another into one pooled, growing array. Not thread-safe.
/// Disposing wipes what was written and gives the array back.
/// </summary>
public sealed class WireWriter : IDisposable
{
    private const int FirstCapacity = 1024;

    private byte[] _buffer;
    private int _length;

    public WireWriter(int capacity = 256) => _buffer = capacity == 0 ? [] : ArrayPool<byte>.Shared.Rent(capacity);

    public int Length => _length;

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    internal Span<byte> Written => _buffer.AsSpan(0, _length);

    public void WriteByte(byte value) => Extend(1)[0] = value;

    public void WriteBoolean(bool value) => Extend(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Extend(4), value);

    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Extend(8), value);

    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Extend(bytes.Length));

    /// <summary>string: uint32 length, then the bytes.</summary>
    public void WriteString(ReadOnlySpan<byte> bytes)
    {
        Span<byte> target = Extend(4 + bytes.Length);
        BinaryPrimitives.WriteUInt32BigEndian(target, (uint)bytes.Length);
        bytes.CopyTo(target[4..]);
    }

    /// <summary>string of UTF-8 text.</summary>
    public void WriteString(string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        Span<byte> target = Extend(4 + count);
        BinaryPrimitives.WriteUInt32BigEndian(target, (uint)count);
        Encoding.UTF8.GetBytes(text, target[4..]);
    }

    /// <summary>name-list: the names with commas between them.</summary>
    public void WriteNameList(IReadOnlyList<string> names) => WriteString(string.Join(',', names));

    /// <summary>mpint of a magnitude in big-endian order: leading zeros go, one comes when the top bit is set.</summary>
    public void WriteMpInt(ReadOnlySpan<byte> magnitude)
    {
        int first = magnitude.IndexOfAnyExcept((byte)0);
        magnitude = first < 0 ? [] : magnitude[first..];
        bool sign = !magnitude.IsEmpty && (magnitude[0] & 0x80) != 0;
        WriteUInt32((uint)(magnitude.Length + (sign ? 1 : 0)));
        if (sign)
        {
            WriteByte(0);
        }

        WriteRaw(magnitude);
    }

    public byte[] ToArray() => Span.ToArray();

    /// <summary>Makes room for <paramref name="count"/> bytes and counts them as written.</summary>
    internal Span<byte> Extend(int count)
    {
        int length = _length;
        if (_buffer.Length - length < count)
        {
            Grow(count);
        }

        _length = length + count;
        return _buffer.AsSpan(length, count);
    }

    internal void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length);
        _length = length;
    }

    /// <summary>Makes room without counting it as written.</summary>
    internal void Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Grow(count);
        }
    }

    /// <summary>Wipes and empties; the array goes back to the pool.</summary>
    internal void Reset()
    {
        if (_buffer.Length > 0)
        {
            CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, _length));
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _length = 0;
    }

    /// <summary>Gives the array away with what was written in it and starts empty. Whoever gets it returns it to the shared pool.</summary>
    internal byte[] Detach(out int length)
    {
        byte[] detached = _buffer;
        length = _length;
        _buffer = [];
        _length = 0;
        return detached;
    }

    public void Dispose() => Reset();

    private void Grow(int count)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + count), Math.Clamp(_buffer.Length * 2, FirstCapacity, 1 << 20)));
        Span.CopyTo(larger);
        int length = _length;
        Reset();
        _buffer = larger;
        _length = length;
    }
}
