using Bastion.Rdp.Pdus;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Relay;

/// <summary>The client's part of the MCS phase towards a device: everything up to Client Info, which the caller sends.</summary>
public sealed class BackHandshake(McsConnectInitial initial, SecurityProtocols selected)
{
    private McsConnectResponse? response;
    private ushort[] joining = [];
    private int joined = -1;

    public bool Done => joined >= 0 && joined == joining.Length;

    public ushort User { get; private set; }

    public ushort IoChannel => response?.IoChannel ?? 0;

    /// <summary>Ids in the order of the channels that were asked for.</summary>
    public IReadOnlyList<ushort> Channels => response?.Channels ?? [];

    public byte[] Begin() => initial.ToFrame(selected);

    /// <summary>One frame of the device; what to send next, in order.</summary>
    /// <exception cref="RdpProtocolException"/>
    public IReadOnlyList<byte[]> Take(ReadOnlySpan<byte> frame)
    {
        if (!RdpFraming.IsTpkt(frame))
            throw new RdpProtocolException("a picture before the connection");
        if (response is null)
        {
            response = McsConnectResponse.Read(frame);
            if (response.Channels.Count != initial.Channels.Count)
                throw new RdpProtocolException("the server gives other channels than were asked for");
            return [McsDomain.Erect(), McsDomain.AttachRequest()];
        }
        if (joined < 0)
        {
            User = McsDomain.ReadAttachConfirm(frame);
            joining = [User, response.IoChannel, .. response.Channels];
            joined = 0;
        }
        else
        {
            McsDomain.ReadJoinConfirm(frame, joining[joined++]);
        }
        return Done ? [] : [McsDomain.JoinRequest(User, joining[joined])];
    }
}
