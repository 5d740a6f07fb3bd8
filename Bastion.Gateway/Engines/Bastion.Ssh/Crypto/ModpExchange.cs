using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace Bastion.Ssh.Crypto;

/// <summary>diffie-hellman-group14-sha256 and group16-sha512, RFC 4253 section 8 with the groups of RFC 3526, RFC 8268.</summary>
internal sealed class ModpExchange(DHParameters group, HashAlgorithmName hash) : KeyExchangeMethod
{
    // Twice the strength of the largest symmetric key; the groups have safe primes, so short exponents lose nothing.
    private const int ExponentBits = 512;

    private BigInteger? _exponent;

    public static DHParameters Group14 => Org.BouncyCastle.Crypto.Agreement.DHStandardGroups.rfc3526_2048;

    public static DHParameters Group16 => Org.BouncyCastle.Crypto.Agreement.DHStandardGroups.rfc3526_4096;

    public override HashAlgorithmName Hash => hash;

    public override byte[] CreateInit()
    {
        byte[] random = RandomNumberGenerator.GetBytes(ExponentBits / 8);
        _exponent = new BigInteger(1, random).SetBit(ExponentBits - 1);
        CryptographicOperations.ZeroMemory(random);
        return group.G.ModPow(_exponent, group.P).ToByteArray(); // the body of an mpint, which goes out as a string
    }

    public override byte[] Finish(ReadOnlySpan<byte> reply)
    {
        // RFC 4253 section 8: values outside [1, p-1] MUST NOT be accepted; 1 and p-1 give the secret away.
        if (reply.IsEmpty || (reply[0] & 0x80) != 0 || reply.Length > (group.P.BitLength / 8) + 1 || _exponent is null)
        {
            throw BadValue();
        }

        var value = new BigInteger(1, reply.ToArray());
        if (value.CompareTo(BigInteger.Two) < 0 || value.CompareTo(group.P.Subtract(BigInteger.Two)) > 0)
        {
            throw BadValue();
        }

        byte[] shared = value.ModPow(_exponent, group.P).ToByteArrayUnsigned();
        byte[] encoded = AsMpInt(shared);
        CryptographicOperations.ZeroMemory(shared);
        return encoded;
    }

    public override byte[] Respond(ReadOnlySpan<byte> init, out byte[] sharedSecret)
    {
        byte[] value = CreateInit();
        sharedSecret = Finish(init);
        return value;
    }

    // BigInteger cannot be wiped.
    public override void Dispose() => _exponent = null;
}
