using System.Buffers.Binary;
using System.Text;

namespace Bastion.Ssh.Wire;

/// <summary>
/// Reads the data types of RFC 4251 section 5 from one message. Slices, never copies, unless a <c>string</c> is asked for.
/// Anything short, long or ill-formed throws <see cref="SshProtocolException"/>.
/// </summary>
public ref struct WireReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _span;
    private int _position;

    public WireReader(ReadOnlyMemory<byte> message)
    {
        _memory = message;
        _span = message.Span;
        _position = 0;
    }

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _span.Length - _position;

    public readonly bool AtEnd => Remaining == 0;

    /// <summary>How many bytes were read so far.</summary>
    public readonly int Position => _position;

    public byte ReadByte() => Take(1)[0];

    /// <summary>Any value but 0 is true, RFC 4251.</summary>
    public bool ReadBoolean() => Take(1)[0] != 0;

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>Fixed number of raw bytes.</summary>
    public ReadOnlySpan<byte> ReadRaw(int count) => Take(count);

    /// <summary>string: uint32 length and that many bytes, at most <paramref name="cap"/>.</summary>
    public ReadOnlyMemory<byte> ReadString(int cap = int.MaxValue)
    {
        int length = ReadLength(cap);
        ReadOnlyMemory<byte> value = _memory.Slice(_position, length);
        _position += length;
        return value;
    }

    /// <inheritdoc cref="ReadString"/>
    public ReadOnlySpan<byte> ReadStringSpan(int cap = int.MaxValue) => Take(ReadLength(cap));

    /// <summary>string that holds an RFC 4251 name or a similar identifier: printable US-ASCII without comma.</summary>
    public string ReadName(int cap = SshLimits.Name)
    {
        ReadOnlySpan<byte> bytes = ReadStringSpan(cap);
        RequireNameBytes(bytes, comma: false);
        return KnownNames.Get(bytes);
    }

    /// <summary>string that holds valid UTF-8 text, RFC 3629.</summary>
    public string ReadText(int cap = SshLimits.Text)
    {
        ReadOnlySpan<byte> bytes = ReadStringSpan(cap);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new SshProtocolException("text is not UTF-8");
        }
    }

    /// <summary>string of text for people in whatever encoding the peer likes: what is not UTF-8 becomes U+FFFD.</summary>
    public string ReadLenientText(int cap = SshLimits.Text) => Encoding.UTF8.GetString(ReadStringSpan(cap));

    /// <summary>
    /// name-list, RFC 4251 section 5: printable US-ASCII. Empty names are forbidden there and left out here: libssh sends them when a list
    /// of its own is empty.
    /// </summary>
    public string[] ReadNameList()
    {
        ReadOnlySpan<byte> bytes = ReadStringSpan(SshLimits.NameListBytes);
        if (bytes.IsEmpty)
        {
            return [];
        }

        RequireNameBytes(bytes, comma: true);
        int count = bytes.Count((byte)',') + 1;
        if (count > SshLimits.NameListNames)
        {
            throw new SshProtocolException("name-list has too many names");
        }

        var names = new List<string>(count);
        for (int i = 0; i < count; i++)
        {
            int comma = bytes.IndexOf((byte)',');
            ReadOnlySpan<byte> name = comma < 0 ? bytes : bytes[..comma];
            if (!name.IsEmpty)
            {
                names.Add(KnownNames.Get(name));
            }

            bytes = bytes[(name.Length + (comma < 0 ? 0 : 1))..];
        }

        return [.. names];
    }

    /// <summary>mpint that must not be negative: its magnitude, big-endian, without leading zero.</summary>
    public ReadOnlySpan<byte> ReadUnsignedMpInt(int cap = SshLimits.KeyBlob)
    {
        ReadOnlySpan<byte> bytes = ReadStringSpan(cap);
        if (bytes.IsEmpty)
        {
            return bytes;
        }

        if ((bytes[0] & 0x80) != 0)
        {
            throw new SshProtocolException("mpint is negative");
        }

        if (bytes[0] != 0)
        {
            return bytes;
        }

        // RFC 4251: unnecessary leading bytes MUST NOT be included.
        if (bytes.Length == 1 || (bytes[1] & 0x80) == 0)
        {
            throw new SshProtocolException("mpint has needless leading zero");
        }

        return bytes[1..];
    }

    /// <summary>All that is left.</summary>
    public ReadOnlyMemory<byte> ReadRest()
    {
        ReadOnlyMemory<byte> rest = _memory[_position..];
        _position = _span.Length;
        return rest;
    }

    /// <summary>A message that is longer than its fields is malformed.</summary>
    public readonly void RequireEnd()
    {
        if (!AtEnd)
        {
            throw new SshProtocolException("message is longer than its fields");
        }
    }

    private int ReadLength(int cap)
    {
        uint length = ReadUInt32();
        if (length > (uint)Remaining)
        {
            throw new SshProtocolException("string is longer than its message");
        }

        if (length > (uint)cap)
        {
            throw new SshProtocolException("string is longer than allowed");
        }

        return (int)length;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining)
        {
            throw new SshProtocolException("message is shorter than its fields");
        }

        ReadOnlySpan<byte> taken = _span.Slice(_position, count);
        _position += count;
        return taken;
    }

    private static void RequireNameBytes(ReadOnlySpan<byte> bytes, bool comma)
    {
        if (bytes.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7e) >= 0 || (!comma && bytes.Contains((byte)',')))
        {
            throw new SshProtocolException("name has forbidden characters");
        }
    }
}
