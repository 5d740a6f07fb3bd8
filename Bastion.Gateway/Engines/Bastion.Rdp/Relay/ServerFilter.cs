using Bastion.Rdp.Pdus;
using Bastion.Rdp.Picture;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Relay;

/// <summary>
/// What a device sends, frame by frame: ids of the front leg written into it, and everything that is not on the list left out. What passes is what the recording keeps
/// and what the browser can draw later.
/// </summary>
public sealed class ServerFilter(ChannelTable channels, ClipboardGuard? clipboard, Action<string> refused)
{
    private const int LicencePacket = 0x0080;
    private const ushort Server = 1002;

    private static readonly int[] PassingData =
    [
        ShareControl.Update, ShareControl.Control, ShareControl.PointerUpdate, ShareControl.Synchronize, ShareControl.ShutdownDenied, ShareControl.FontMap, ShareControl.ErrorInfo,
    ];

    private volatile DesktopFacts? facts;
    private PictureKeeper? picture;

    /// <summary>The desktop as the last Demand Active described it; null before the first.</summary>
    public DesktopFacts? Facts => facts;

    /// <summary>Frames that draw what the device shows now; empty when that is not known, and the device must be asked.</summary>
    public IReadOnlyList<byte[]> Picture() => picture?.Draw() ?? [];

    /// <summary>The device said that it ends the connection.</summary>
    public bool Ended { get; private set; }

    /// <summary>The client may draw and type: Font Map passed.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The frame in work changes the picture.</summary>
    public bool Draws { get; private set; }

    /// <summary>The last drawn frame that wants an acknowledgement, of the frame in work.</summary>
    public uint? Frame { get; private set; }

    /// <summary>
    /// True: the frame passes as it is now. False: it does not, and <paramref name="onward"/> has what passes instead, if anything; <paramref name="back"/> is an answer to the device.
    /// </summary>
    /// <exception cref="RdpProtocolException"/>
    public bool Take(Span<byte> frame, List<byte[]> onward, List<byte[]> back)
    {
        ArgumentNullException.ThrowIfNull(onward);
        ArgumentNullException.ThrowIfNull(back);
        Draws = false;
        Frame = null;
        if (!RdpFraming.IsTpkt(frame))
            return FastPath(frame);
        var kind = McsDomain.KindOf(frame);
        if (kind == McsDomain.DisconnectUltimatum)
            Ended = true;
        if (kind != McsDomain.SendDataIndication)
            return false;
        var data = SendData.Read(frame);
        if (channels.OfDevice(data.Channel) is not { } channel)
            return false;
        SendData.SetInitiator(frame, Server);
        SendData.SetChannel(frame, channel.Front);
        var payload = frame.Slice(data.Payload, data.Length);
        if (channel.Use == ChannelUse.Desktop)
            return Desktop(payload, channel, onward);
        List<byte[]> chunks = [], answers = [];
        clipboard?.Take(fromClient: false, payload, chunks, answers);
        onward.AddRange(chunks.Select(chunk => SendData.ToFrame(true, Server, channel.Front, chunk)));
        back.AddRange(answers.Select(answer => SendData.ToFrame(false, channels.DeviceUser, channel.Device, answer)));
        return false;
    }

    private bool FastPath(Span<byte> frame)
    {
        if (Facts is not { } desktop)
            throw new RdpProtocolException("a picture came before the desktop");
        var at = 0;
        while (FastPathUpdate.Next(frame, ref at, out var update))
        {
            if (update.Code is FastPathUpdate.Orders or > FastPathUpdate.LargePointer)
                return false;
            Draws |= !update.IsPointer && update.Code != FastPathUpdate.Synchronize;
            if (update.Fragment != FastPathUpdate.Whole)
                continue;
            var body = frame.Slice(update.At, update.Length);
            if (update.Code == FastPathUpdate.Bitmap)
                BitmapUpdate.Widen(body, desktop.Width);
            else if (update.Code == FastPathUpdate.Surface)
                Frame = SurfaceCommands.LastFrame(body) ?? Frame;
        }
        if (Draws)
            picture?.TakeFast(frame);
        return true;
    }

    private bool Desktop(Span<byte> payload, ChannelPair channel, List<byte[]> onward)
    {
        if (payload.Length < 4)
            return false;
        // A licence has a security head where everything later has a share head; both begin with sixteen bits.
        if (Facts is null && (payload[0] & LicencePacket) != 0 && (payload[0] | payload[1] << 8) != payload.Length)
            return true;
        var (type, length) = ShareControl.Head(payload);
        if (length == payload.Length)
            return Passes(payload, type);
        // Several in one: each is looked at, and those that pass go on one by one.
        while (payload.Length > 0)
        {
            (type, length) = ShareControl.Head(payload);
            if (Passes(payload[..length], type))
                onward.Add(SendData.ToFrame(true, Server, channel.Front, payload[..length]));
            payload = payload[length..];
        }
        return false;
    }

    private bool Passes(Span<byte> pdu, int type)
    {
        switch (type)
        {
            case ShareControl.DemandActive:
                var desktop = Capabilities.FactsOf(pdu);
                facts = desktop;
                picture = new PictureKeeper(desktop.Width, desktop.Height);
                return true;
            case ShareControl.DeactivateAll:
                IsActive = false;
                return true;
            case ShareControl.Redirection:
                refused("redirection");
                return false;
            case ShareControl.Data:
                var data = ShareControl.DataType(pdu);
                IsActive |= data == ShareControl.FontMap;
                if (data == ShareControl.Update)
                {
                    Draws = true;
                    BitmapUpdate.Widen(pdu[ShareControl.DataHead..], Facts?.Width ?? 0);
                    picture?.TakeSlow(pdu[ShareControl.DataHead..]);
                }
                return PassingData.Contains(data);
            default:
                return false;
        }
    }
}
