using Bastion.Rdp.Pdus;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Relay;

/// <summary>
/// The server's part of the MCS phase (MS-RDPBCGR 1.3.1.1), answered here so that no device hears of a client before that client has proven who it is: Connect-Initial,
/// attach, joins, until Client Info came. Every channel that was asked for gets an id, also those that lead nowhere.
/// </summary>
/// <param name="asked">The protocols of the client's X.224 request.</param>
public sealed class FrontHandshake(SecurityProtocols asked)
{
    public const ushort IoChannel = 1003;

    private int joins;

    public McsConnectInitial? Initial { get; private set; }

    public ushort User { get; private set; }

    /// <summary>Set when the phase is over.</summary>
    public ClientInfo? Info { get; private set; }

    /// <summary>Id of the channel at this place of the client's list.</summary>
    public static ushort ChannelAt(int place) => (ushort)(IoChannel + 1 + place);

    /// <summary>One frame of the client; the answer, or null.</summary>
    /// <exception cref="RdpProtocolException"/>
    public byte[]? Take(ReadOnlySpan<byte> frame)
    {
        if (!RdpFraming.IsTpkt(frame))
            throw new RdpProtocolException("input before the connection");
        if (Initial is not { } initial)
            return Connect(frame);
        switch (McsDomain.KindOf(frame))
        {
            case McsDomain.ErectDomain:
                return null;
            case McsDomain.AttachUserRequest:
                return McsDomain.AttachConfirm(User);
            case McsDomain.ChannelJoinRequest:
                var channel = McsDomain.ReadJoinRequest(frame);
                if (++joins > initial.Channels.Count + 2 || (channel != User && (channel < IoChannel || channel > IoChannel + initial.Channels.Count)))
                    throw new RdpProtocolException("a channel that was not given is joined");
                return McsDomain.JoinConfirm(User, channel);
            case McsDomain.SendDataRequest:
                var data = SendData.Read(frame);
                var payload = frame.Slice(data.Payload, data.Length);
                if (data.Channel != IoChannel || !ClientInfo.Is(payload))
                    throw new RdpProtocolException("data before client info");
                Info = ClientInfo.Read(payload);
                return null;
            default:
                throw new RdpProtocolException("an MCS PDU out of turn");
        }
    }

    private byte[] Connect(ReadOnlySpan<byte> frame)
    {
        var initial = McsConnectInitial.Read(frame);
        if (initial.Channels.Any(channel => channel.Name.Equals(ClientChannel.Forbidden, StringComparison.OrdinalIgnoreCase)))
            throw new RdpProtocolException("a channel is asked for that only an attack asks for");
        Initial = initial;
        User = (ushort)(IoChannel + 1 + initial.Channels.Count);
        return new McsConnectResponse(IoChannel, [.. initial.Channels.Select((_, place) => ChannelAt(place))]).ToFrame(asked);
    }
}
