using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;

namespace Bastion.Rdp.RdCleanPath;

/// <summary>
/// The first message of a browser: <c>SEQUENCE { [0] version INTEGER, [2] destination UTF8String, [3] proxy_auth UTF8String,
/// [4] server_auth UTF8String OPTIONAL, [5] preconnection_blob UTF8String OPTIONAL, [6] x224_connection_pdu OCTET STRING }</c>,
/// DER, every tag EXPLICIT and context specific (IronRDP, ironrdp-rdcleanpath). ToString shows none of it.
/// </summary>
public sealed class RdCleanPathRequest
{
    private const int VersionField = 0;
    private const int DestinationField = 2;
    private const int ProxyAuthField = 3;
    private const int ServerAuthField = 4;
    private const int PreconnectionField = 5;
    private const int X224Field = 6;

    private RdCleanPathRequest(string destination, string proxyAuth, byte[] x224)
    {
        Destination = destination;
        ProxyAuth = proxyAuth;
        X224 = x224;
    }

    /// <summary>What the browser wants to reach. Only shown; where a session goes is the lease's to say.</summary>
    public string Destination { get; }

    /// <summary>The browser's ticket.</summary>
    public string ProxyAuth { get; }

    /// <summary>The X.224 Connection Request with its TPKT head, not looked into (MS-RDPBCGR 2.2.1.1).</summary>
    public byte[] X224 { get; }

    /// <summary>Reads one whole message. False for anything else: another version, a missing field, a field twice or out of order, an error, bytes left over.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, [NotNullWhen(true)] out RdCleanPathRequest? request)
    {
        request = null;
        if (message.Length > RdCleanPathLimits.LongestMessage)
            return false;
        try
        {
            AsnDecoder.ReadSequence(message, AsnEncodingRules.DER, out var offset, out var length, out var whole);
            if (whole != message.Length)
                return false;
            return TryReadFields(message.Slice(offset, length), out request);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    public override string ToString() => "RDCleanPath request";

    private static bool TryReadFields(ReadOnlySpan<byte> fields, [NotNullWhen(true)] out RdCleanPathRequest? request)
    {
        request = null;
        var last = -1;
        var version = 0;
        string? destination = null, auth = null;
        byte[]? x224 = null;
        while (!fields.IsEmpty)
        {
            var tag = Asn1Tag.Decode(fields, out _);
            if (tag.TagClass != TagClass.ContextSpecific || !tag.IsConstructed || tag.TagValue <= last)
                return false;
            last = tag.TagValue;
            AsnDecoder.ReadSequence(fields, AsnEncodingRules.DER, out var offset, out var length, out var whole, tag);
            var value = fields.Slice(offset, length);
            fields = fields[whole..];
            int read;
            switch (last)
            {
                case VersionField:
                    if (!AsnDecoder.TryReadInt32(value, AsnEncodingRules.DER, out version, out read))
                        return false;
                    break;
                case DestinationField:
                    destination = Text(value, out read);
                    break;
                case ProxyAuthField:
                    auth = Text(value, out read);
                    break;
                case ServerAuthField or PreconnectionField:
                    Text(value, out read);
                    break;
                case X224Field:
                    x224 = AsnDecoder.ReadOctetString(value, AsnEncodingRules.DER, out read);
                    break;
                default:
                    return false;
            }

            if (read != value.Length)
                return false;
        }

        if (version != RdCleanPathLimits.Version || destination is null || auth is null || x224 is null
            || destination.Length > RdCleanPathLimits.LongestText || auth.Length > RdCleanPathLimits.LongestText)
            return false;
        request = new RdCleanPathRequest(destination, auth, x224);
        return true;
    }

    private static string Text(ReadOnlySpan<byte> value, out int read) =>
        AsnDecoder.ReadCharacterString(value, AsnEncodingRules.DER, UniversalTagNumber.UTF8String, out read);
}
