using System.Security.Cryptography;

namespace Bastion.Recorder.Sealing;

/// <summary>Recorder's ECDSA P-256 key: receipts, seals, statements. Signatures are r||s, 64 bytes, over SHA-256.</summary>
internal sealed class SigningKey(ECDsa key) : IDisposable
{
    public const int SignatureSize = 64;

    private readonly Lock _gate = new();

    public string Id { get; } = VerifyingKey.IdOf(key);

    public string PublicKeyPem => key.ExportSubjectPublicKeyInfoPem() + "\n";

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_gate)
            return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public VerifyingKey ToVerifyingKey() => VerifyingKey.FromPem(PublicKeyPem);

    public void Dispose() => key.Dispose();
}
