using System.Security.Cryptography;
using Bastion.Recorder.Contracts;
using Google.Protobuf;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Believes a receipt only with Recorder's signature on it, and only for exactly this lease.</summary>
internal sealed class ReceiptCheck : IDisposable
{
    private readonly IReadOnlyList<ECDsa> keys;
    private readonly Lock gate = new();

    public ReceiptCheck(IReadOnlyList<ECDsa> keys) => this.keys = keys;

    public static ReceiptCheck Read(IEnumerable<string> pemFiles) => new([.. pemFiles.Select(file =>
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return key;
    })]);

    /// <returns>The recording's id, or null when the receipt proves nothing for this session.</returns>
    public string? Read(ReadOnlySpan<byte> signedReceipt, Session session)
    {
        Receipt receipt;
        try
        {
            var signed = SignedReceipt.Parser.ParseFrom(signedReceipt);
            if (!Signed(signed.Receipt.Span, signed.Signature.Span))
                return null;
            receipt = Receipt.Parser.ParseFrom(signed.Receipt);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }

        var same = receipt.LeaseId == session.LeaseId.ToString("D")
            && receipt.SessionId == session.Id.ToString("D")
            && receipt.RecordingId.Length > 0
            && CryptographicOperations.FixedTimeEquals(receipt.LeaseSha256.Span, SHA256.HashData(session.Lease));
        return same ? receipt.RecordingId : null;
    }

    public void Dispose()
    {
        foreach (var key in keys)
            key.Dispose();
    }

    private bool Signed(ReadOnlySpan<byte> receipt, ReadOnlySpan<byte> signature)
    {
        lock (gate)
        {
            foreach (var key in keys)
            {
                if (key.VerifyData(receipt, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
                    return true;
            }

            return false;
        }
    }
}
