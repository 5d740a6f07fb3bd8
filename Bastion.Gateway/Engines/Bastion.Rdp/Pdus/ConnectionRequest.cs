using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>X.224 Connection Request (MS-RDPBCGR 2.2.1.1). A cookie or routing token is read over: it came in the clear.</summary>
public sealed record ConnectionRequest(SecurityProtocols Protocols)
{
    private const byte Code = 0xE0;
    private const byte NegotiationRequest = 1;
    private const int NegotiationLength = 8;

    /// <exception cref="RdpProtocolException"/>
    public static ConnectionRequest Read(ReadOnlySpan<byte> frame)
    {
        var reader = new RdpReader(frame);
        reader.Skip(4);
        if (reader.U8() != frame.Length - 5 || (reader.U8() & 0xF0) != Code)
            throw new RdpProtocolException("no connection request");
        reader.Skip(5);
        if (reader.Left > 0 && reader.Rest[0] != NegotiationRequest)
        {
            var end = reader.Rest.IndexOf("\r\n"u8);
            if (end < 0)
                throw new RdpProtocolException("a cookie has no end");
            reader.Skip(end + 2);
        }
        if (reader.Left == 0)
            return new ConnectionRequest(SecurityProtocols.None);
        if (reader.U8() != NegotiationRequest)
            throw new RdpProtocolException("an unknown part of a connection request");
        reader.Skip(1);
        if (reader.U16() != NegotiationLength)
            throw new RdpProtocolException("a negotiation request has another length");
        // What may follow (correlation info) is of no use to us.
        return new ConnectionRequest((SecurityProtocols)reader.U32());
    }

    public byte[] ToFrame()
    {
        using var writer = new RdpWriter();
        writer.Octets([RdpFraming.Tpkt, 0, 0, 19, 14, Code, 0, 0, 0, 0, 0, NegotiationRequest, 0]);
        writer.U16(NegotiationLength);
        writer.U32((uint)Protocols);
        return writer.ToArray();
    }
}
