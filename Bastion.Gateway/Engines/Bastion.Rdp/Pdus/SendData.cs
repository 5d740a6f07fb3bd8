using System.Buffers.Binary;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>MCS Send Data Request and Indication (T.125; MS-RDPBCGR 2.2.1.10): where the payload of one frame lies, and the ids that a relay rewrites in place.</summary>
public readonly record struct SendData(bool FromServer, ushort Initiator, ushort Channel, int Payload, int Length)
{
    private const int FirstUser = 1001;
    private const int InitiatorAt = 8;
    private const int ChannelAt = 10;

    /// <exception cref="RdpProtocolException"/>
    public static SendData Read(ReadOnlySpan<byte> frame)
    {
        var kind = McsDomain.KindOf(frame);
        if (kind is not (McsDomain.SendDataRequest or McsDomain.SendDataIndication))
            throw new RdpProtocolException("no data");
        var reader = new RdpReader(frame);
        reader.Skip(InitiatorAt);
        var initiator = reader.U16BigEndian() + FirstUser;
        var channel = reader.U16BigEndian();
        reader.Skip(1);
        var length = reader.PerLength();
        if (length != reader.Left || initiator > ushort.MaxValue)
            throw new RdpProtocolException("data has another length than it says");
        return new SendData(kind == McsDomain.SendDataIndication, (ushort)initiator, channel, reader.Position, length);
    }

    public static void SetInitiator(Span<byte> frame, ushort user) => BinaryPrimitives.WriteUInt16BigEndian(frame[InitiatorAt..], (ushort)(user - FirstUser));

    public static void SetChannel(Span<byte> frame, ushort channel) => BinaryPrimitives.WriteUInt16BigEndian(frame[ChannelAt..], channel);

    public static byte[] ToFrame(bool fromServer, ushort initiator, ushort channel, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[15 + payload.Length];
        frame[0] = RdpFraming.Tpkt;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)frame.Length);
        frame[4] = 2;
        frame[5] = 0xF0;
        frame[6] = 0x80;
        frame[7] = (byte)((fromServer ? McsDomain.SendDataIndication : McsDomain.SendDataRequest) << 2);
        SetInitiator(frame, initiator);
        SetChannel(frame, channel);
        frame[12] = 0x70;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(13), (ushort)(payload.Length | 0x8000));
        payload.CopyTo(frame.AsSpan(15));
        return frame;
    }
}
