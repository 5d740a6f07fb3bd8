namespace Bastion.Recorder.Recordings;

/// <summary>
/// The main part of the first record: what the recording was opened with, and the receipt that was given for it.
/// Eight fields in this order, each u32 length and bytes.
/// </summary>
internal sealed record Opening(
    byte[] Lease,
    byte[] LeaseSignature,
    string LeaseKeyId,
    byte[] Receipt,
    byte[] ReceiptSignature,
    string ReceiptKeyId,
    string Client,
    string GatewayId)
{
    public ReadOnlySpan<byte> Encode() => new FieldWriter()
        .Bytes(Lease).Bytes(LeaseSignature).Text(LeaseKeyId)
        .Bytes(Receipt).Bytes(ReceiptSignature).Text(ReceiptKeyId)
        .Text(Client).Text(GatewayId)
        .Written;

    /// <exception cref="InvalidDataException">Not an opening.</exception>
    public static Opening Decode(ReadOnlySpan<byte> plain)
    {
        var from = new FieldReader(plain);
        return new Opening(from.Bytes(), from.Bytes(), from.Text(), from.Bytes(), from.Bytes(), from.Text(), from.Text(), from.Text());
    }
}
