using System.Security.Cryptography;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Crypto;

/// <summary>ecdsa-sha2-nistp256, 384 and 521, RFC 5656 section 3.</summary>
internal sealed class EcdsaPublicKey : SshPublicKey
{
    public const string P256 = "ecdsa-sha2-nistp256";
    public const string P384 = "ecdsa-sha2-nistp384";
    public const string P521 = "ecdsa-sha2-nistp521";

    private readonly EcdsaCurve _curve;
    private readonly ECPoint _point;

    private EcdsaPublicKey(byte[] blob, EcdsaCurve curve, ECPoint point)
        : base(blob)
    {
        _curve = curve;
        _point = point;
        SignatureAlgorithms = [curve.Algorithm];
    }

    public override string Type => _curve.Algorithm;

    public override IReadOnlyList<string> SignatureAlgorithms { get; }

    public static EcdsaPublicKey Create(EcdsaCurve curve, ECPoint point)
    {
        using var writer = new WireWriter(256);
        writer.WriteString(curve.Algorithm);
        writer.WriteString(curve.Identifier);
        writer.WriteString(EcPoint.Encode(point));
        return new EcdsaPublicKey(writer.ToArray(), curve, point);
    }

    public static EcdsaPublicKey Read(byte[] blob, string type, ref WireReader reader)
    {
        EcdsaCurve curve = EcdsaCurve.OfAlgorithm(type);
        return new EcdsaPublicKey(blob, curve, ReadPoint(curve, ref reader));
    }

    public static ECPoint ReadPoint(EcdsaCurve curve, ref WireReader reader)
    {
        if (reader.ReadName() != curve.Identifier || !EcPoint.TryDecode(reader.ReadStringSpan(), curve.FieldLength, out ECPoint point))
        {
            throw new SshProtocolException("ECDSA key is malformed");
        }

        try
        {
            using ECDsa onCurve = ECDsa.Create(new ECParameters { Curve = curve.Curve, Q = point });
            return point;
        }
        catch (CryptographicException)
        {
            throw new SshProtocolException("ECDSA key is not on its curve");
        }
    }

    /// <summary>Signature: string that holds mpint r, mpint s.</summary>
    public static bool Verify(EcdsaCurve curve, ECPoint point, ReadOnlySpan<byte> data, ReadOnlyMemory<byte> rs)
    {
        var reader = new WireReader(rs);
        Span<byte> fixedFields = stackalloc byte[2 * EcdsaCurve.FieldLengthMax];
        fixedFields = fixedFields[..(2 * curve.FieldLength)];
        fixedFields.Clear();
        ReadOnlySpan<byte> r = reader.ReadUnsignedMpInt();
        ReadOnlySpan<byte> s = reader.ReadUnsignedMpInt();
        reader.RequireEnd();
        if (r.Length > curve.FieldLength || s.Length > curve.FieldLength)
        {
            return false;
        }

        r.CopyTo(fixedFields[(curve.FieldLength - r.Length)..]);
        s.CopyTo(fixedFields[((2 * curve.FieldLength) - s.Length)..]);
        using ECDsa ecdsa = ECDsa.Create(new ECParameters { Curve = curve.Curve, Q = point });
        return ecdsa.VerifyData(data, fixedFields, curve.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private protected override bool VerifyCore(string algorithm, ReadOnlySpan<byte> data, ref WireReader signature) =>
        Verify(_curve, _point, data, signature.ReadString());
}
