using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>Points as in SEC 1 section 2.3, uncompressed only (RFC 5656 section 3.1).</summary>
internal static class EcPoint
{
    private const byte Uncompressed = 4;

    public static byte[] Encode(ECPoint point) => [Uncompressed, .. point.X!, .. point.Y!];

    public static bool TryDecode(ReadOnlySpan<byte> encoded, int fieldLength, out ECPoint point)
    {
        point = default;
        if (encoded.Length != 1 + (2 * fieldLength) || encoded[0] != Uncompressed)
        {
            return false;
        }

        point = new ECPoint { X = encoded.Slice(1, fieldLength).ToArray(), Y = encoded[(1 + fieldLength)..].ToArray() };
        return true;
    }
}
