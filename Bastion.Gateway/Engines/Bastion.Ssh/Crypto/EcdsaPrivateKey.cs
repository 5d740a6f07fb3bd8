using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>ecdsa-sha2-nistp256, 384 and 521, RFC 5656 section 3.</summary>
internal sealed class EcdsaPrivateKey : SshPrivateKey
{
    private readonly EcdsaCurve _curve;
    private readonly ECDsa _ecdsa;
    private readonly Lock _gate = new();

    private EcdsaPrivateKey(EcdsaCurve curve, ECDsa ecdsa)
        : base(EcdsaPublicKey.Create(curve, ecdsa.ExportParameters(false).Q))
    {
        _curve = curve;
        _ecdsa = ecdsa;
    }

    /// <summary>Takes over the key.</summary>
    public static EcdsaPrivateKey Take(EcdsaCurve curve, ECDsa ecdsa) => new(curve, ecdsa);

    public static EcdsaPrivateKey ReadPrivate(string type, ref WireReader reader)
    {
        EcdsaCurve curve = EcdsaCurve.OfAlgorithm(type);
        ECPoint point = EcdsaPublicKey.ReadPoint(curve, ref reader);
        ReadOnlySpan<byte> magnitude = reader.ReadUnsignedMpInt();
        if (magnitude.Length > curve.FieldLength)
        {
            throw new SshProtocolException("ECDSA key is malformed");
        }

        var d = new byte[curve.FieldLength];
        magnitude.CopyTo(d.AsSpan(curve.FieldLength - magnitude.Length));
        try
        {
            return new EcdsaPrivateKey(curve, ECDsa.Create(new ECParameters { Curve = curve.Curve, Q = point, D = d }));
        }
        catch (CryptographicException)
        {
            throw new SshProtocolException("ECDSA key is malformed");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(d);
        }
    }

    internal override void WritePrivate(WireWriter writer)
    {
        ECParameters parameters = _ecdsa.ExportParameters(true);
        writer.WriteString(_curve.Identifier);
        writer.WriteString(EcPoint.Encode(parameters.Q));
        writer.WriteMpInt(parameters.D);
        CryptographicOperations.ZeroMemory(parameters.D);
    }

    public override void Dispose() => _ecdsa.Dispose();

    private protected override byte[] SignCore(string algorithm, ReadOnlySpan<byte> data)
    {
        Span<byte> fixedFields = stackalloc byte[2 * EcdsaCurve.FieldLengthMax];
        int length;
        lock (_gate)
        {
            length = _ecdsa.SignData(data, fixedFields, _curve.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        using var writer = new WireWriter(160);
        writer.WriteMpInt(fixedFields[..(length / 2)]);
        writer.WriteMpInt(fixedFields[(length / 2)..length]);
        return writer.ToArray();
    }
}
