using System.Numerics;

namespace Bastion.Ssh.Crypto;

/// <summary>
/// The Blowfish of bcrypt: key setup with salt, and one block. Only for passphrases of key files. Its first state is the fraction of pi,
/// which is computed here instead of being a page of numbers.
/// </summary>
internal sealed class Blowfish
{
    private const int Rounds = 16;
    private const int Subkeys = Rounds + 2;
    private const int BoxLength = 256;
    private const int Words = Subkeys + (4 * BoxLength);

    private static readonly Lazy<uint[]> Pi = new(FractionOfPi);

    private readonly uint[] _state = (uint[])Pi.Value.Clone();

    /// <summary>Mixes a key and a salt into the state; an empty salt is the plain key setup.</summary>
    public void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        int at = 0;
        for (int i = 0; i < Subkeys; i++)
        {
            _state[i] ^= NextWord(key, ref at);
        }

        uint left = 0, right = 0;
        at = 0;
        for (int i = 0; i < Words; i += 2)
        {
            if (!salt.IsEmpty)
            {
                left ^= NextWord(salt, ref at);
                right ^= NextWord(salt, ref at);
            }

            Encrypt(ref left, ref right);
            _state[i] = left;
            _state[i + 1] = right;
        }
    }

    public void Encrypt(ref uint left, ref uint right)
    {
        ReadOnlySpan<uint> state = _state;
        uint l = left ^ state[0], r = right;
        for (int i = 1; i < Subkeys - 1; i += 2)
        {
            r ^= Mix(state, l) ^ state[i];
            l ^= Mix(state, r) ^ state[i + 1];
        }

        left = r ^ state[Subkeys - 1];
        right = l;
    }

    public void Clear() => Array.Clear(_state);

    // Key and salt are read round and round.
    private static uint NextWord(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint word = 0;
        for (int i = 0; i < 4; i++)
        {
            word = (word << 8) | bytes[at];
            at = at + 1 == bytes.Length ? 0 : at + 1;
        }

        return word;
    }

    private static uint Mix(ReadOnlySpan<uint> state, uint x)
    {
        ReadOnlySpan<uint> boxes = state[Subkeys..];
        uint sum = boxes[(int)(x >> 24)] + boxes[BoxLength + (int)((x >> 16) & 0xff)];
        return (sum ^ boxes[(2 * BoxLength) + (int)((x >> 8) & 0xff)]) + boxes[(3 * BoxLength) + (int)(x & 0xff)];
    }

    // Machin: pi/4 = 4 arctan(1/5) - arctan(1/239), in fixed point with bits to spare.
    private static uint[] FractionOfPi()
    {
        const int Bits = Words * 32;
        const int Spare = 64;
        BigInteger pi = 4 * ((4 * ArcTangent(5, Bits + Spare)) - ArcTangent(239, Bits + Spare));
        BigInteger fraction = (pi >> Spare) & ((BigInteger.One << Bits) - 1);
        byte[] bytes = fraction.ToByteArray(isUnsigned: true, isBigEndian: true);
        var words = new uint[Words];
        int missing = (Words * 4) - bytes.Length;
        for (int i = 0; i < bytes.Length; i++)
        {
            words[(missing + i) / 4] |= (uint)bytes[i] << (24 - (8 * ((missing + i) % 4)));
        }

        return words;
    }

    private static BigInteger ArcTangent(int inverse, int bits)
    {
        BigInteger power = (BigInteger.One << bits) / inverse;
        BigInteger sum = power;
        for (int n = 3, sign = -1; !power.IsZero; n += 2, sign = -sign)
        {
            power /= inverse * inverse;
            sum += sign * (power / n);
        }

        return sum;
    }
}
