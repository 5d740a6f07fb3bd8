using System.Security.Cryptography;

namespace Bastion.Gateway.Access;

/// <summary>
/// The public keys by which Gateway believes what the other planes signed (ECDSA P-256, SHA-256, r||s of 64 bytes).
/// Several per plane while one is being replaced.
/// </summary>
internal sealed class PlaneKeys : IDisposable
{
    private const int SignatureBytes = 64;

    private readonly ECDsa[] leaseKeys;
    private readonly ECDsa[] receiptKeys;

    public PlaneKeys(IEnumerable<string> leasePems, IEnumerable<string> receiptPems)
    {
        leaseKeys = [.. leasePems.Select(Read)];
        receiptKeys = [.. receiptPems.Select(Read)];
    }

    public static PlaneKeys Load(IEnumerable<string> leaseFiles, IEnumerable<string> receiptFiles) =>
        new(leaseFiles.Select(File.ReadAllText), receiptFiles.Select(File.ReadAllText));

    public bool SignedByAdmin(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Verify(leaseKeys, data, signature);

    public bool SignedByRecorder(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Verify(receiptKeys, data, signature);

    public void Dispose()
    {
        foreach (var key in leaseKeys.Concat(receiptKeys))
            key.Dispose();
    }

    private static ECDsa Read(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        if (key.KeySize != 256)
            throw new CryptographicException("a plane's key must be P-256");
        return key;
    }

    private static bool Verify(ECDsa[] keys, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
            return false;
        foreach (var key in keys)
            if (key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
                return true;
        return false;
    }
}
