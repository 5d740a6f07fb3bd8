using System.Buffers.Binary;

namespace Bastion.Fuzz.Ssh;

/// <summary>Makes the next input out of the seeds: the same random seed gives the same inputs.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds, int randomSeed)
{
    private const int LongestInput = 64 * 1024;

    private static readonly uint[] Lengths =
        [0, 1, 2, 4, 7, 8, 15, 16, 31, 32, 33, 64, 255, 256, 35_000, 35_001, 65_535, 262_144, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

    private readonly Random _random = new(randomSeed);

    public byte[] Next()
    {
        byte[] input = [.. seeds[_random.Next(seeds.Count)]];
        for (int i = _random.Next(5); i >= 0; i--)
        {
            input = Mutate(input);
        }

        return input.Length > LongestInput ? input[..LongestInput] : input;
    }

    private byte[] Mutate(byte[] input)
    {
        int at = _random.Next(input.Length + 1);
        switch (_random.Next(9))
        {
            case 0 when at < input.Length:
                input[at] ^= (byte)(1 << _random.Next(8));
                return input;
            case 1 when at < input.Length:
                input[at] = (byte)_random.Next(256);
                return input;
            case 2: // a length or a number on the wire
                if (at + 4 <= input.Length)
                {
                    BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(at), Lengths[_random.Next(Lengths.Length)]);
                }

                return input;
            case 3:
                return input[..at];
            case 4:
                return input[at..];
            case 5:
                var more = new byte[_random.Next(1, 40)];
                _random.NextBytes(more);
                return [.. input[..at], .. more, .. input[at..]];
            case 6: // splice
                byte[] other = seeds[_random.Next(seeds.Count)];
                return [.. input[..at], .. other[_random.Next(other.Length + 1)..]];
            case 7 when at < input.Length: // repeat a piece
                byte[] piece = input[at..Math.Min(input.Length, at + _random.Next(1, 64))];
                return [.. input[..at], .. piece, .. piece, .. input[at..]];
            default: // off by one
                if (at < input.Length)
                {
                    input[at] = (byte)(input[at] + (_random.Next(2) == 0 ? 1 : -1));
                }

                return input;
        }
    }
}
