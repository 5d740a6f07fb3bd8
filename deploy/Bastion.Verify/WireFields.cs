using System.Text;

namespace Bastion.Verify;

/// <summary>The fields of a protobuf message (protobuf.dev/programming-guides/encoding), as far as the journal's entries need them.</summary>
internal sealed class WireFields
{
    private readonly List<(int Number, byte[] Bytes)> _parts = [];
    private readonly Dictionary<int, ulong> _numbers = [];

    /// <exception cref="InvalidDataException">Not a message.</exception>
    public WireFields(ReadOnlySpan<byte> message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _numbers[number] = Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                case 2:
                    var length = Varint(message, ref at);
                    if (length > (ulong)(message.Length - at))
                        throw new InvalidDataException("a field reaches beyond its message");
                    _parts.Add((number, message.Slice(at, (int)length).ToArray()));
                    at += (int)length;
                    break;
                default:
                    throw new InvalidDataException("a field of a kind that is not used");
            }
        }
    }

    public byte[]? Bytes(int number) => _parts.FindLast(part => part.Number == number).Bytes;

    public string Text(int number) => Bytes(number) is { } bytes ? Encoding.UTF8.GetString(bytes) : "";

    public ulong Number(int number) => _numbers.GetValueOrDefault(number);

    /// <summary>A map of texts: repeated messages of key (1) and value (2).</summary>
    public Dictionary<string, string> Map(int number)
    {
        var map = new Dictionary<string, string>();
        foreach (var (_, bytes) in _parts.Where(part => part.Number == number))
        {
            var pair = new WireFields(bytes);
            map[pair.Text(1)] = pair.Text(2);
        }
        return map;
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at >= message.Length)
                throw new InvalidDataException("the message ends inside a number");
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("a number is too long");
    }
}
