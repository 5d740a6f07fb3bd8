using System.Security.Cryptography;
using System.Text;

namespace Bastion.Recorder.Sealing;

/// <summary>
/// The public half of a P-256 key whose private half is on no server: who holds it can read everything without Recorder. Wraps as
/// ephemeral point (65) · ciphertext (32) · tag (16): ECDH, HKDF-SHA-256 with both points as salt, AES-256-GCM under a key used once.
/// </summary>
internal sealed class AuditorKey
{
    public const string Kind = "p256";
    public const int WrappedSize = PointSize + WrappingKey.KeySize + TagSize;
    private const int PointSize = 65;
    private const int TagSize = 16;
    private readonly ECParameters _parameters;
    private readonly byte[] _point;

    private AuditorKey(ECDiffieHellman key)
    {
        _parameters = key.ExportParameters(includePrivateParameters: false);
        _point = PointOf(_parameters);
        Id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
    }

    /// <summary>The first 8 bytes of SHA-256 over the SubjectPublicKeyInfo, in hexadecimal.</summary>
    public string Id { get; }

    /// <exception cref="CryptographicException">Not the PEM text of a P-256 public key.</exception>
    public static AuditorKey FromPem(string pem)
    {
        try
        {
            using var key = ECDiffieHellman.Create();
            key.ImportFromPem(pem);
            return key.KeySize == 256 ? new AuditorKey(key) : throw new CryptographicException("The key is not on curve P-256.");
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException("Not the PEM text of a P-256 public key.", e);
        }
    }

    public byte[] Wrap(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bound)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var recipient = ECDiffieHellman.Create(_parameters);
        var point = PointOf(ephemeral.ExportParameters(includePrivateParameters: false));
        var secret = ephemeral.DeriveRawSecretAgreement(recipient.PublicKey);
        var wrapping = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, WrappingKey.KeySize, [.. point, .. _point], Encoding.ASCII.GetBytes("bastion wrap v1 p256"));
        var wrapped = new byte[WrappedSize];
        point.CopyTo(wrapped, 0);
        using (var cipher = new AesGcm(wrapping, TagSize))
            cipher.Encrypt(new byte[12], key, wrapped.AsSpan(PointSize, WrappingKey.KeySize), wrapped.AsSpan(PointSize + WrappingKey.KeySize), bound);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(wrapping);
        return wrapped;
    }

    // SEC 1 section 2.3.3, uncompressed.
    private static byte[] PointOf(ECParameters parameters) => [0x04, .. parameters.Q.X!, .. parameters.Q.Y!];
}
