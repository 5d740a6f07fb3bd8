using System.Formats.Asn1;

namespace Bastion.Rdp.RdCleanPath;

/// <summary>
/// What a browser is answered: <c>SEQUENCE { [0] version INTEGER, [1] error SEQUENCE { [0] code INTEGER, [1] http_status_code INTEGER OPTIONAL } OPTIONAL,
/// [6] x224_connection_pdu OCTET STRING OPTIONAL, [7] server_cert_chain SEQUENCE OF OCTET STRING OPTIONAL, [9] server_addr UTF8String OPTIONAL }</c>, DER.
/// </summary>
public static class RdCleanPathAnswer
{
    private const int VersionField = 0;
    private const int ErrorField = 1;
    private const int X224Field = 6;
    private const int ChainField = 7;
    private const int AddressField = 9;
    private const int GeneralError = 1;

    /// <summary>Go on: the X.224 Connection Confirm that the server gave, its certificates in DER (leaf first; the browser reads the key of the first), its address.</summary>
    public static byte[] Confirm(ReadOnlySpan<byte> x224, IReadOnlyList<ReadOnlyMemory<byte>> chain, string address)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteVersion(writer);
            using (writer.PushSequence(Tag(X224Field)))
                writer.WriteOctetString(x224);
            using (writer.PushSequence(Tag(ChainField)))
            using (writer.PushSequence())
            {
                foreach (var certificate in chain)
                    writer.WriteOctetString(certificate.Span);
            }

            using (writer.PushSequence(Tag(AddressField)))
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, address);
        }

        return writer.Encode();
    }

    /// <summary>No: a status of HTTP says why (403 not this one, 410 too late).</summary>
    public static byte[] Refuse(int httpStatus)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteVersion(writer);
            using (writer.PushSequence(Tag(ErrorField)))
            using (writer.PushSequence())
            {
                using (writer.PushSequence(Tag(0)))
                    writer.WriteInteger(GeneralError);
                using (writer.PushSequence(Tag(1)))
                    writer.WriteInteger(httpStatus);
            }
        }

        return writer.Encode();
    }

    private static void WriteVersion(AsnWriter writer)
    {
        using (writer.PushSequence(Tag(VersionField)))
            writer.WriteInteger(RdCleanPathLimits.Version);
    }

    private static Asn1Tag Tag(int field) => new(TagClass.ContextSpecific, field, isConstructed: true);
}
