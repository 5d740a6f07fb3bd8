using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>A required curve of RFC 5656 section 10.1 with the hash that belongs to its size.</summary>
internal sealed record EcdsaCurve(string Identifier, ECCurve Curve, HashAlgorithmName Hash, int FieldLength)
{
    public const int FieldLengthMax = 66;

    public static EcdsaCurve P256 { get; } = new("nistp256", ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256, 32);

    public static EcdsaCurve P384 { get; } = new("nistp384", ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384, 48);

    public static EcdsaCurve P521 { get; } = new("nistp521", ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512, 66);

    public string Algorithm { get; } = "ecdsa-sha2-" + Identifier;

    public static EcdsaCurve OfAlgorithm(string algorithm) => algorithm switch
    {
        EcdsaPublicKey.P256 => P256,
        EcdsaPublicKey.P384 => P384,
        EcdsaPublicKey.P521 => P521,
        _ => throw new ArgumentException("unknown curve", nameof(algorithm)),
    };
}
