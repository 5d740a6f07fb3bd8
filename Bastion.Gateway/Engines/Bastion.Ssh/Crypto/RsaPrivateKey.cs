using System.Numerics;
using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>ssh-rsa key that signs with rsa-sha2-256 or rsa-sha2-512, RFC 8332.</summary>
internal sealed class RsaPrivateKey : SshPrivateKey
{
    private readonly RSA _rsa;
    private readonly Lock _gate = new();

    private RsaPrivateKey(RSA rsa)
        : base(RsaPublicKey.Create(rsa.ExportParameters(false))) => _rsa = rsa;

    /// <summary>Takes over the key.</summary>
    public static RsaPrivateKey Take(RSA rsa) => new(rsa);

    public static RsaPrivateKey ReadPrivate(ref WireReader reader)
    {
        byte[] n = reader.ReadUnsignedMpInt().ToArray();
        byte[] e = reader.ReadUnsignedMpInt().ToArray();
        byte[] d = reader.ReadUnsignedMpInt().ToArray();
        byte[] inverseQ = reader.ReadUnsignedMpInt().ToArray();
        byte[] p = reader.ReadUnsignedMpInt().ToArray();
        byte[] q = reader.ReadUnsignedMpInt().ToArray();
        if (n.Length * 8 < SshLimits.RsaBitsMin || n.Length * 8 > SshLimits.RsaBitsMax || p.Length is 0 || q.Length is 0)
        {
            throw new SshProtocolException("RSA key is weak or malformed");
        }

        int half = (n.Length + 1) / 2;
        BigInteger exponent = Number(d);
        var parameters = new RSAParameters
        {
            Modulus = n,
            Exponent = e,
            D = Fixed(d, n.Length),
            P = Fixed(p, half),
            Q = Fixed(q, half),
            DP = Fixed((exponent % (Number(p) - 1)).ToByteArray(true, true), half),
            DQ = Fixed((exponent % (Number(q) - 1)).ToByteArray(true, true), half),
            InverseQ = Fixed(inverseQ, half),
        };
        try
        {
            return new RsaPrivateKey(RSA.Create(parameters));
        }
        catch (CryptographicException)
        {
            throw new SshProtocolException("RSA key is malformed");
        }
        finally
        {
            Wipe(parameters);
            CryptographicOperations.ZeroMemory(d);
            CryptographicOperations.ZeroMemory(p);
            CryptographicOperations.ZeroMemory(q);
        }
    }

    internal override void WritePrivate(WireWriter writer)
    {
        RSAParameters parameters = _rsa.ExportParameters(true);
        writer.WriteMpInt(parameters.Modulus);
        writer.WriteMpInt(parameters.Exponent);
        writer.WriteMpInt(parameters.D);
        writer.WriteMpInt(parameters.InverseQ);
        writer.WriteMpInt(parameters.P);
        writer.WriteMpInt(parameters.Q);
        Wipe(parameters);
    }

    public override void Dispose() => _rsa.Dispose();

    private protected override byte[] SignCore(string algorithm, ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            return _rsa.SignData(data, RsaPublicKey.HashOf(algorithm), RSASignaturePadding.Pkcs1);
        }
    }

    private static BigInteger Number(byte[] magnitude) => new(magnitude, isUnsigned: true, isBigEndian: true);

    private static byte[] Fixed(byte[] magnitude, int length)
    {
        if (magnitude.Length > length)
        {
            throw new SshProtocolException("RSA key is malformed");
        }

        var padded = new byte[length];
        magnitude.CopyTo(padded.AsSpan(length - magnitude.Length));
        return padded;
    }

    private static void Wipe(RSAParameters parameters)
    {
        foreach (byte[]? part in new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ })
        {
            CryptographicOperations.ZeroMemory(part);
        }
    }
}
