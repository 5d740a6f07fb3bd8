using System.Security.Cryptography;

namespace Bastion.Recorder.Sealing;

/// <summary>The public half of an ECDSA P-256 key.</summary>
internal sealed class VerifyingKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _gate = new();

    private VerifyingKey(ECDsa key)
    {
        _key = key;
        Id = IdOf(key);
    }

    public string Id { get; }

    public string Pem => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <exception cref="CryptographicException">Not a P-256 key.</exception>
    public static VerifyingKey FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize != 256)
                throw new CryptographicException("The key is not on curve P-256.");
            return new VerifyingKey(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new CryptographicException("Not the PEM text of an ECDSA P-256 key.", e);
        }
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
            return signature.Length == SigningKey.SignatureSize
                && _key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => _key.Dispose();

    /// <summary>The first 8 bytes of SHA-256 over the SubjectPublicKeyInfo, in hexadecimal.</summary>
    internal static string IdOf(ECDsa key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
}
