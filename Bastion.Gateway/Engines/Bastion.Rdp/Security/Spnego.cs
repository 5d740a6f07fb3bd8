using System.Formats.Asn1;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Security;

/// <summary>SPNEGO around NTLM (RFC 4178), the server's part: Windows wraps, others do not.</summary>
internal static class Spnego
{
    private const string Mechanism = "1.3.6.1.5.5.2";
    private const string Ntlm = "1.3.6.1.4.1.311.2.2.10";
    private const int MaxMechanisms = 16;
    private const int Completed = 0;
    private const int Incomplete = 1;
    private const int ReadyToSign = 3;

    private static readonly Asn1Tag Application = new(TagClass.Application, 0, isConstructed: true);

    public static bool Is(ReadOnlySpan<byte> token) => !token.StartsWith("NTLMSSP\0"u8);

    /// <summary>NegTokenInit: the list of mechanisms as it will be signed, and the first NTLM message if it is there.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static (byte[] Mechanisms, byte[]? Token) ReadInit(ReadOnlyMemory<byte> message) => Guarded(() =>
    {
        var outer = new AsnReader(message, AsnEncodingRules.BER).ReadSequence(Application);
        if (outer.ReadObjectIdentifier() != Mechanism)
            throw new RdpProtocolException("no SPNEGO");
        var init = outer.ReadSequence(Tag(0)).ReadSequence();
        var list = init.ReadSequence(Tag(0)).PeekEncodedValue().ToArray();
        var mechanisms = new AsnReader(list, AsnEncodingRules.BER).ReadSequence();
        var place = -1;
        for (var i = 0; mechanisms.HasData && i < MaxMechanisms; i++)
            if (mechanisms.ReadObjectIdentifier() == Ntlm)
                place = i;
        if (place < 0)
            throw new RdpProtocolException("the client offers no NTLM");
        byte[]? token = null;
        while (init.HasData)
        {
            var tag = Known(init.PeekTag());
            var field = init.ReadSequence(tag);
            if (tag.HasSameClassAndValue(Tag(2)))
                token = field.ReadOctetString();
        }
        // An optimistic token is the first mechanism's; of another one it is no use.
        return (list, place == 0 ? token : null);
    });

    /// <summary>NegTokenResp of the client: the NTLM message and the signature over the list of mechanisms.</summary>
    /// <exception cref="RdpProtocolException"/>
    public static (byte[]? Token, byte[]? Signature) ReadResponse(ReadOnlyMemory<byte> message) => Guarded(() =>
    {
        var response = new AsnReader(message, AsnEncodingRules.BER).ReadSequence(Tag(1)).ReadSequence();
        byte[]? token = null, signature = null;
        while (response.HasData)
        {
            var tag = Known(response.PeekTag());
            var field = response.ReadSequence(tag);
            if (tag.HasSameClassAndValue(Tag(2)))
                token = field.ReadOctetString();
            else if (tag.HasSameClassAndValue(Tag(3)))
                signature = field.ReadOctetString();
        }
        return (token, signature);
    });

    /// <summary>With the challenge, or without one when only NTLM was agreed on.</summary>
    public static byte[] Continue(byte[]? token) => Response(token is null ? ReadyToSign : Incomplete, token, null, first: true);

    public static byte[] Complete(byte[]? signature) => Response(Completed, null, signature, first: false);

    private static byte[] Response(int state, byte[]? token, byte[]? signature, bool first)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(Tag(1)))
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Tag(0)))
                writer.WriteEnumeratedValue((NegotiationState)state);
            if (first)
                using (writer.PushSequence(Tag(1)))
                    writer.WriteObjectIdentifier(Ntlm);
            if (token is not null)
                using (writer.PushSequence(Tag(2)))
                    writer.WriteOctetString(token);
            if (signature is not null)
                using (writer.PushSequence(Tag(3)))
                    writer.WriteOctetString(signature);
        }
        return writer.Encode();
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (AsnContentException)
        {
            throw new RdpProtocolException("a SPNEGO message is not well-formed");
        }
    }

    private static Asn1Tag Known(Asn1Tag tag) => tag.TagClass == TagClass.ContextSpecific ? tag : throw new RdpProtocolException("a SPNEGO field has another tag");

    private static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);

    private enum NegotiationState
    {
        AcceptCompleted = Completed,
        AcceptIncomplete = Incomplete,
        RequestMic = ReadyToSign,
    }
}
