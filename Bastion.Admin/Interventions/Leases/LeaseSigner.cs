using System.Security.Cryptography;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>ECDSA P-256, SHA-256, r||s: leases and device tasks.</summary>
internal sealed class LeaseSigner : IDisposable
{
    private readonly ECDsa key;
    private readonly Lock gate = new();

    public LeaseSigner(ECDsa key)
    {
        this.key = key;
        KeyId = IdOf(key);
    }

    /// <summary>First 16 hexadecimal digits of the SHA-256 of the SubjectPublicKeyInfo.</summary>
    public string KeyId { get; }

    public static LeaseSigner Read(string pemFile)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(pemFile));
        return new LeaseSigner(key);
    }

    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        lock (gate)
            return key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => key.Dispose();
}
