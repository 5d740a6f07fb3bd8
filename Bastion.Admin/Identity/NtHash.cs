using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Admin.Identity;

/// <summary>
/// What NTLMv2 knows of a password (MS-NLMP 3.3.2). Only for one-time secrets of 128 random bits, of which a hash tells nothing, whatever hash it is; a person's password is
/// never kept so.
/// </summary>
[SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "NTLM is made of them.")]
internal static class NtHash
{
    private const int ProofLength = 16;
    private const int BlockLength = 64;

    public static byte[] Of(string password) => Md4(Encoding.Unicode.GetBytes(password));

    /// <summary>The session base key when the response is right, else null.</summary>
    public static byte[]? Verify(ReadOnlySpan<byte> hash, string user, string domain, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> response)
    {
        if (response.Length <= ProofLength)
            return null;
        var key = HMACMD5.HashData(hash, Encoding.Unicode.GetBytes(user.ToUpperInvariant() + domain));
        var proof = HMACMD5.HashData(key, (byte[])[.. challenge, .. response[ProofLength..]]);
        return CryptographicOperations.FixedTimeEquals(proof, response[..ProofLength]) ? HMACMD5.HashData(key, proof) : null;
    }

    // RFC 1320.
    private static byte[] Md4(ReadOnlySpan<byte> message)
    {
        var padded = new byte[(message.Length + 8) / BlockLength * BlockLength + BlockLength];
        message.CopyTo(padded);
        padded[message.Length] = 0x80;
        BinaryPrimitives.WriteInt64LittleEndian(padded.AsSpan(padded.Length - 8), message.Length * 8L);
        uint a = 0x67452301, b = 0xEFCDAB89, c = 0x98BADCFE, d = 0x10325476;
        Span<uint> x = stackalloc uint[16];
        for (var at = 0; at < padded.Length; at += BlockLength)
        {
            for (var i = 0; i < 16; i++)
                x[i] = BinaryPrimitives.ReadUInt32LittleEndian(padded.AsSpan(at + i * 4));
            var (a0, b0, c0, d0) = (a, b, c, d);
            for (var i = 0; i < 16; i++)
                (a, b, c, d) = (d, BitOperations.RotateLeft(a + ((b & c) | (~b & d)) + x[i], (i & 3) switch { 0 => 3, 1 => 7, 2 => 11, _ => 19 }), b, c);
            for (var i = 0; i < 16; i++)
                (a, b, c, d) = (d, BitOperations.RotateLeft(a + ((b & c) | (b & d) | (c & d)) + x[(i & 3) * 4 + i / 4] + 0x5A827999, (i & 3) switch { 0 => 3, 1 => 5, 2 => 9, _ => 13 }), b, c);
            for (var i = 0; i < 16; i++)
                (a, b, c, d) = (d, BitOperations.RotateLeft(a + (b ^ c ^ d) + x[Reversed(i)] + 0x6ED9EBA1, (i & 3) switch { 0 => 3, 1 => 9, 2 => 11, _ => 15 }), b, c);
            (a, b, c, d) = (a + a0, b + b0, c + c0, d + d0);
        }
        var hash = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, a);
        BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(4), b);
        BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(8), c);
        BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(12), d);
        return hash;
    }

    private static int Reversed(int i) => ((i & 1) << 3) | ((i & 2) << 1) | ((i & 4) >> 1) | ((i & 8) >> 3);
}
