using System.Formats.Asn1;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Security;

/// <summary>TSRequest (MS-CSSP 2.2.1): one step of CredSSP. Absent fields are null. ToString shows nothing of it.</summary>
public sealed class TsRequest
{
    /// <summary>What we speak.</summary>
    public const int CurrentVersion = 6;

    /// <summary>The first that binds the exchange to the key of TLS by a hash (CVE-2018-0886). Older ones are refused.</summary>
    public const int OldestVersion = 5;

    private const int NonceLength = 32;

    public int Version { get; init; } = CurrentVersion;

    public byte[]? Token { get; init; }

    public byte[]? AuthInfo { get; init; }

    public byte[]? PublicKeyAuth { get; init; }

    /// <summary>An NTSTATUS; from a server that refuses.</summary>
    public uint? ErrorCode { get; init; }

    public byte[]? Nonce { get; init; }

    /// <summary>Octets of the message that starts here; 0 when more are needed to know.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static int LengthOf(ReadOnlySpan<byte> start)
    {
        if (start.Length < 2)
            return 0;
        if (start[0] != 0x30)
            throw new RdpProtocolException("no TSRequest");
        var octets = start[1] < 0x80 ? 0 : start[1] & 0x7F;
        if (octets > 4)
            throw new RdpProtocolException("a TSRequest is too long");
        if (start.Length < 2 + octets)
            return 0;
        long length = octets == 0 ? start[1] : 0;
        for (var i = 0; i < octets; i++)
            length = (length << 8) | start[2 + i];
        length += 2 + octets;
        return length <= RdpLimits.LongestTsRequest ? (int)length : throw new RdpProtocolException("a TSRequest is too long");
    }

    /// <exception cref="RdpProtocolException"/>
    public static TsRequest Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            var sequence = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
            if (!Field(sequence, 0, out var field) || !field.TryReadInt32(out var version))
                throw new RdpProtocolException("a TSRequest has no version");
            return new TsRequest
            {
                Version = version,
                Token = Field(sequence, 1, out field) ? ReadToken(field) : null,
                AuthInfo = Field(sequence, 2, out field) ? field.ReadOctetString() : null,
                PublicKeyAuth = Field(sequence, 3, out field) ? field.ReadOctetString() : null,
                // Servers write the status as the unsigned number it is, or as the signed one.
                ErrorCode = Field(sequence, 4, out field) ? (uint)(long)field.ReadInteger() : null,
                Nonce = Field(sequence, 5, out field) ? ReadNonce(field) : null,
            };
        }
        catch (Exception e) when (e is AsnContentException or OverflowException)
        {
            throw new RdpProtocolException("a TSRequest is not well-formed");
        }
    }

    public byte[] ToMessage()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Tag(0)))
                writer.WriteInteger(Version);
            if (Token is not null)
                using (writer.PushSequence(Tag(1)))
                using (writer.PushSequence())
                using (writer.PushSequence())
                using (writer.PushSequence(Tag(0)))
                    writer.WriteOctetString(Token);
            Octets(writer, 2, AuthInfo);
            Octets(writer, 3, PublicKeyAuth);
            if (ErrorCode is { } code)
                using (writer.PushSequence(Tag(4)))
                    writer.WriteInteger(unchecked((int)code));
            Octets(writer, 5, Nonce);
        }
        return writer.Encode();
    }

    public override string ToString() => "TSRequest";

    private static byte[] ReadToken(AsnReader field)
    {
        var token = field.ReadSequence().ReadSequence();
        return token.ReadSequence(Tag(0)).ReadOctetString();
    }

    private static byte[] ReadNonce(AsnReader field) =>
        field.ReadOctetString() is { Length: NonceLength } nonce ? nonce : throw new RdpProtocolException("a nonce has another length");

    private static bool Field(AsnReader sequence, int number, out AsnReader field)
    {
        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Tag(number)))
        {
            field = sequence.ReadSequence(Tag(number));
            return true;
        }
        field = sequence;
        return false;
    }

    private static void Octets(AsnWriter writer, int number, byte[]? value)
    {
        if (value is null)
            return;
        using (writer.PushSequence(Tag(number)))
            writer.WriteOctetString(value);
    }

    private static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
