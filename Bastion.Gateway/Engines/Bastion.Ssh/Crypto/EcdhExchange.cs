using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>ecdh-sha2-nistp256, 384 and 521, RFC 5656 section 4.</summary>
internal sealed class EcdhExchange(ECCurve curve, HashAlgorithmName hash, int fieldLength) : KeyExchangeMethod
{
    private readonly ECDiffieHellman _own = ECDiffieHellman.Create(curve);

    public override HashAlgorithmName Hash => hash;

    public override byte[] CreateInit()
    {
        ECParameters own = _own.ExportParameters(false);
        return EcPoint.Encode(own.Q);
    }

    public override byte[] Finish(ReadOnlySpan<byte> reply)
    {
        if (!EcPoint.TryDecode(reply, fieldLength, out ECPoint point))
        {
            throw BadValue();
        }

        try
        {
            using ECDiffieHellman other = ECDiffieHellman.Create(new ECParameters { Curve = curve, Q = point });
            byte[] shared = _own.DeriveRawSecretAgreement(other.PublicKey);
            byte[] encoded = AsMpInt(shared);
            CryptographicOperations.ZeroMemory(shared);
            return encoded;
        }
        catch (CryptographicException)
        {
            throw BadValue(); // not on the curve
        }
    }

    public override byte[] Respond(ReadOnlySpan<byte> init, out byte[] sharedSecret)
    {
        sharedSecret = Finish(init);
        return CreateInit();
    }

    public override void Dispose() => _own.Dispose();
}
