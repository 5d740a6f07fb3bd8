using System.Buffers.Binary;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>The small MCS domain PDUs (T.125; MS-RDPBCGR 2.2.1.5 to 2.2.1.9, 2.2.2.3): kind in the upper six bits of octet 7, user ids written from 1001.</summary>
public static class McsDomain
{
    public const int ErectDomain = 1;
    public const int DisconnectUltimatum = 8;
    public const int AttachUserRequest = 10;
    public const int AttachUserConfirm = 11;
    public const int ChannelJoinRequest = 14;
    public const int ChannelJoinConfirm = 15;
    public const int SendDataRequest = 25;
    public const int SendDataIndication = 26;

    private const int FirstUser = 1001;

    private static ReadOnlySpan<byte> Head => [RdpFraming.Tpkt, 0, 0, 0, 2, 0xF0, 0x80];

    /// <summary>The kind of a TPKT frame that holds a domain PDU.</summary>
    /// <exception cref="RdpProtocolException">It holds something else.</exception>
    public static int KindOf(ReadOnlySpan<byte> frame) =>
        frame.Length > 7 && frame[0] == RdpFraming.Tpkt && frame.Slice(4, 3).SequenceEqual(Head[4..])
            ? frame[7] >> 2
            : throw new RdpProtocolException("no MCS PDU");

    public static byte[] Erect() => Frame([ErectDomain << 2, 1, 0, 1, 0]);

    public static byte[] AttachRequest() => Frame([AttachUserRequest << 2]);

    public static byte[] AttachConfirm(ushort user) => Frame([(AttachUserConfirm << 2) | 2, 0, .. Big(user - FirstUser)]);

    public static byte[] JoinRequest(ushort user, ushort channel) => Frame([ChannelJoinRequest << 2, .. Big(user - FirstUser), .. Big(channel)]);

    public static byte[] JoinConfirm(ushort user, ushort channel) => Frame([(ChannelJoinConfirm << 2) | 2, 0, .. Big(user - FirstUser), .. Big(channel), .. Big(channel)]);

    /// <summary>Reason 3: the user asked for it; 1: the provider did.</summary>
    public static byte[] Disconnect(int reason = 1) => Frame([(byte)((DisconnectUltimatum << 2) | (reason >> 1)), (byte)((reason & 1) << 7)]);

    /// <exception cref="RdpProtocolException">No confirm, or one that says no.</exception>
    public static ushort ReadAttachConfirm(ReadOnlySpan<byte> frame)
    {
        var reader = Body(frame, AttachUserConfirm);
        if (reader.U8() != 0)
            throw new RdpProtocolException("the server attaches no user");
        var user = reader.U16BigEndian() + FirstUser;
        return user <= ushort.MaxValue ? (ushort)user : throw new RdpProtocolException("a user id is too large");
    }

    /// <exception cref="RdpProtocolException"/>
    public static ushort ReadJoinRequest(ReadOnlySpan<byte> frame)
    {
        var reader = Body(frame, ChannelJoinRequest);
        reader.Skip(2);
        return reader.U16BigEndian();
    }

    /// <exception cref="RdpProtocolException">No confirm, or one that says no.</exception>
    public static void ReadJoinConfirm(ReadOnlySpan<byte> frame, ushort channel)
    {
        var reader = Body(frame, ChannelJoinConfirm);
        var result = reader.U8();
        reader.Skip(2);
        if (result != 0 || reader.U16BigEndian() != channel)
            throw new RdpProtocolException("the server lets no channel be joined");
    }

    private static RdpReader Body(ReadOnlySpan<byte> frame, int kind)
    {
        if (KindOf(frame) != kind)
            throw new RdpProtocolException("another MCS PDU was expected");
        var reader = new RdpReader(frame);
        reader.Skip(8);
        return reader;
    }

    private static byte[] Big(int value)
    {
        var octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)value);
        return octets;
    }

    private static byte[] Frame(ReadOnlySpan<byte> body)
    {
        byte[] frame = [.. Head, .. body];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)frame.Length);
        return frame;
    }
}
