using Bastion.Recorder.Contracts;
using Google.Protobuf;

namespace Bastion.Gateway.Access;

/// <summary>Recorder's signed word that it is ready to record exactly this lease. There is no other way to hold one.</summary>
internal sealed class VerifiedReceipt
{
    private VerifiedReceipt(SignedReceipt signed, Receipt receipt)
    {
        Signed = signed;
        Receipt = receipt;
    }

    public SignedReceipt Signed { get; }

    public Receipt Receipt { get; }

    public static VerifiedReceipt? Check(SignedReceipt signed, VerifiedLease lease, PlaneKeys keys)
    {
        if (!keys.SignedByRecorder(signed.Receipt.Span, signed.Signature.Span))
            return null;
        Receipt receipt;
        try
        {
            receipt = Receipt.Parser.ParseFrom(signed.Receipt);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
        return receipt.LeaseId == lease.Lease.LeaseId
            && receipt.SessionId == lease.Lease.SessionId
            && receipt.LeaseSha256.Span.SequenceEqual(lease.Sha256)
            ? new VerifiedReceipt(signed, receipt)
            : null;
    }
}
