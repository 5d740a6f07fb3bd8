using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>X.224 Connection Confirm (MS-RDPBCGR 2.2.1.2) with what was chosen, or why nothing was.</summary>
public sealed record ConnectionConfirm(SecurityProtocols Selected, NegotiationFailure Failure = NegotiationFailure.None)
{
    private const byte Code = 0xD0;
    private const byte NegotiationResponse = 2;
    private const byte NegotiationFailed = 3;
    private const int NegotiationLength = 8;

    // Extended client data and dynamic graphics are not said to be understood; restricted admin neither.
    private const byte Flags = 0;

    /// <exception cref="RdpProtocolException"/>
    public static ConnectionConfirm Read(ReadOnlySpan<byte> frame)
    {
        var reader = new RdpReader(frame);
        reader.Skip(4);
        if (reader.U8() != frame.Length - 5 || (reader.U8() & 0xF0) != Code)
            throw new RdpProtocolException("no connection confirm");
        reader.Skip(5);
        if (reader.Left == 0)
            return new ConnectionConfirm(SecurityProtocols.None);
        var type = reader.U8();
        reader.Skip(1);
        if (reader.U16() != NegotiationLength)
            throw new RdpProtocolException("a negotiation response has another length");
        var value = reader.U32();
        return type switch
        {
            NegotiationResponse => new ConnectionConfirm((SecurityProtocols)value),
            NegotiationFailed => new ConnectionConfirm(SecurityProtocols.None, (NegotiationFailure)value),
            _ => throw new RdpProtocolException("an unknown negotiation response"),
        };
    }

    public byte[] ToFrame()
    {
        using var writer = new RdpWriter();
        writer.Octets([RdpFraming.Tpkt, 0, 0, 19, 14, Code, 0, 0, 0x12, 0x34, 0]);
        var failed = Failure != NegotiationFailure.None;
        writer.U8(failed ? NegotiationFailed : NegotiationResponse);
        writer.U8(failed ? 0 : Flags);
        writer.U16(NegotiationLength);
        writer.U32(failed ? (uint)Failure : (uint)Selected);
        return writer.ToArray();
    }
}
