using System.Numerics;

namespace Bastion.Recorder.Search;

/// <summary>
/// Which three bytes in a row a text may have: a Bloom filter of two hashes with at least eight bits for each that it has. Says no for sure, and maybe; so that a
/// search looks only into texts that may have what is wanted.
/// </summary>
internal static class TrigramFilter
{
    private const int Trigrams = 1 << 24;
    private const int BitsEach = 8;
    private const int LeastBits = 1 << 10;

    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        var has = new ulong[Trigrams / 64];
        for (var at = 0; at + 2 < text.Length; at++)
        {
            var trigram = Trigram(text, at);
            has[trigram / 64] |= 1UL << (trigram % 64);
        }
        var count = has.Sum(word => (long)BitOperations.PopCount(word));
        var filter = new byte[(int)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(LeastBits, count * BitsEach)) / 8];
        for (var word = 0; word < has.Length; word++)
        {
            for (var left = has[word]; left != 0; left &= left - 1)
            {
                var (one, other) = Places((word * 64) + BitOperations.TrailingZeroCount(left), filter.Length);
                filter[one / 8] |= (byte)(1 << (one % 8));
                filter[other / 8] |= (byte)(1 << (other % 8));
            }
        }
        return filter;
    }

    /// <summary>False: the text has it nowhere.</summary>
    public static bool MayHave(ReadOnlySpan<byte> filter, ReadOnlySpan<byte> wanted)
    {
        for (var at = 0; at + 2 < wanted.Length; at++)
        {
            var (one, other) = Places(Trigram(wanted, at), filter.Length);
            if ((filter[one / 8] & (1 << (one % 8))) == 0 || (filter[other / 8] & (1 << (other % 8))) == 0)
                return false;
        }
        return true;
    }

    private static int Trigram(ReadOnlySpan<byte> text, int at) => (text[at] << 16) | (text[at + 1] << 8) | text[at + 2];

    // Multiplicative hashing: the high bits are the mixed ones.
    private static (int One, int Other) Places(int trigram, int bytes)
    {
        var shift = 32 - BitOperations.Log2((uint)bytes * 8);
        return ((int)(((uint)trigram * 0x9E3779B1u) >> shift), (int)((((uint)trigram ^ 0x5BD1E995u) * 0x85EBCA77u) >> shift));
    }
}
