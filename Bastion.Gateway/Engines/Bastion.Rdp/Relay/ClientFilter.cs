using Bastion.Rdp.Pdus;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Relay;

/// <summary>What a technician's client sends, frame by frame. Everything that is not on the list is left out; ids stay those of the front leg until <see cref="Readdress"/>.</summary>
public sealed class ClientFilter(ChannelTable channels, ClipboardGuard? clipboard, DesktopRules rules, Action<string> refused)
{
    private const int LicencePacket = 0x0080;

    // Suppress Output is not among them: a picture that nobody asked for is a recording with a hole.
    private static readonly int[] PassingData =
    [
        ShareControl.Control, ShareControl.Synchronize, ShareControl.RefreshRect, ShareControl.ShutdownRequest, ShareControl.FontList, ShareControl.FrameAcknowledge,
    ];

    private bool confirmed;

    /// <summary>The client said that it ends the connection.</summary>
    public bool Ended { get; private set; }

    /// <summary>The frame in work is something that the technician typed or clicked.</summary>
    public bool IsInput { get; private set; }

    /// <summary>As <see cref="ServerFilter.Take"/>, with <paramref name="back"/> for the client.</summary>
    /// <exception cref="RdpProtocolException"/>
    public bool Take(Span<byte> frame, List<byte[]> onward, List<byte[]> back)
    {
        ArgumentNullException.ThrowIfNull(onward);
        ArgumentNullException.ThrowIfNull(back);
        IsInput = false;
        if (!RdpFraming.IsTpkt(frame))
        {
            InputEvents.ReadFast(frame, NobodyListens.Instance);
            return confirmed && Input();
        }
        var kind = McsDomain.KindOf(frame);
        if (kind == McsDomain.DisconnectUltimatum)
            Ended = true;
        if (kind != McsDomain.SendDataRequest)
            return false;
        var data = SendData.Read(frame);
        if (channels.OfFront(data.Channel) is not { } channel)
            return false;
        var payload = frame.Slice(data.Payload, data.Length);
        if (channel.Use == ChannelUse.Desktop)
            return Desktop(payload);
        IsInput = true;
        List<byte[]> chunks = [], answers = [];
        clipboard?.Take(fromClient: true, payload, chunks, answers);
        onward.AddRange(chunks.Select(chunk => SendData.ToFrame(false, channels.FrontUser, channel.Front, chunk)));
        back.AddRange(answers.Select(answer => SendData.ToFrame(true, channels.FrontUser, channel.Front, answer)));
        return false;
    }

    /// <summary>Ids of the device leg, in place: after the frame was recorded, before it goes on.</summary>
    public static void Readdress(Span<byte> frame, ChannelTable channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (!RdpFraming.IsTpkt(frame))
            return;
        if (channels.OfFront(SendData.Read(frame).Channel) is not { } channel)
            return;
        SendData.SetInitiator(frame, channels.DeviceUser);
        SendData.SetChannel(frame, channel.Device);
    }

    private bool Input()
    {
        IsInput = true;
        return !rules.ReadOnly;
    }

    private bool Desktop(Span<byte> payload)
    {
        if (payload.Length < 4)
            return false;
        if (!confirmed && (payload[0] & LicencePacket) != 0 && (payload[0] | payload[1] << 8) != payload.Length)
            return true;
        var (type, length) = ShareControl.Head(payload);
        // A client sends one PDU at a time; more would pass unseen.
        if (length != payload.Length)
            throw new RdpProtocolException("several PDUs in one");
        switch (type)
        {
            case ShareControl.ConfirmActive:
                ReplayableProfile.Force(payload);
                confirmed = true;
                return true;
            case ShareControl.Data:
                var data = ShareControl.DataType(payload);
                if (data == ShareControl.Input)
                {
                    InputEvents.ReadSlow(payload[ShareControl.DataHead..], NobodyListens.Instance);
                    return Input();
                }
                if (data is not (ShareControl.SuppressOutput or ShareControl.PersistentKeys) && !PassingData.Contains(data))
                    refused("pdu");
                return PassingData.Contains(data);
            default:
                return false;
        }
    }
}
