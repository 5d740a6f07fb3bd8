using System.Buffers.Binary;
using Bastion.Rdp.RdCleanPath;

namespace Bastion.Rdp.Replay;

/// <summary>
/// The server's half of a connection whose pictures come from a recording: RDCleanPath, X.224, MCS, then only how far the viewer is.
/// What a viewer types is never looked at. Bytes in, answers out; one message each, as IronRDP wants them until Font Map.
/// </summary>
public sealed class ReplayHandshake(ReplayDesktop desktop, ReadOnlyMemory<byte> certificate, string address)
{
    private const byte SendDataRequest = 0x64;
    private const byte ErectDomain = 1;
    private const byte AttachUser = 10;
    private const byte ChannelJoin = 14;
    private const int ConfirmActive = 3;
    private const int DataPdu = 7;
    private const byte FontList = 0x27;
    private const ushort SecurityInfo = 0x0040;

    private readonly byte[] waiting = new byte[ReplayLimits.MaxWaiting];
    private int waits;
    private uint requestedProtocols;

    public ReplayPhase Phase { get; private set; }

    /// <summary>Takes what came; false when this is no such client, and nothing more is to be said to it.</summary>
    public bool TryTake(ReadOnlySpan<byte> bytes, List<byte[]> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (Phase == ReplayPhase.Active)
            return true;
        if (bytes.Length > waiting.Length - waits)
            return false;
        bytes.CopyTo(waiting.AsSpan(waits));
        waits += bytes.Length;
        while (Phase != ReplayPhase.Active)
        {
            var all = waiting.AsSpan(0, waits);
            var length = Phase == ReplayPhase.CleanPath ? RdCleanPathFraming.LengthOf(all) : ReplayFrames.LengthOf(all);
            if (length < 0 || length > waiting.Length)
                return false;
            if (length == 0 || length > waits)
                return true;
            if (!Take(all[..length], answers))
                return false;
            all[length..].CopyTo(waiting);
            waits -= length;
        }

        return true;
    }

    /// <summary>Licence: "valid client" (MS-RDPELE 2.2.2.7.1), in the place of what the device's said to somebody else.</summary>
    public byte[] Licence() => ReplayAnswers.SendData(desktop.IoChannel, Convert.FromHexString("80000000FF031000070000000200000004000000"));

    /// <summary>Deactivate All (MS-RDPBCGR 2.2.3.1): the next Demand Active may be of another size.</summary>
    public byte[] Deactivate() => ReplayAnswers.SendData(desktop.IoChannel, [0x06, 0x00, 0x16, 0x00, 0xEA, 0x03]);

    private bool Take(ReadOnlySpan<byte> pdu, List<byte[]> answers)
    {
        switch (Phase)
        {
            case ReplayPhase.CleanPath:
                if (!RdCleanPathRequest.TryRead(pdu, out var request) || !TryProtocols(request.X224))
                    return false;
                answers.Add(RdCleanPathAnswer.Confirm(ReplayAnswers.ConnectionConfirm, [certificate], address));
                Phase = ReplayPhase.ConnectInitial;
                return true;
            case ReplayPhase.ConnectInitial:
                if (ReplayAnswers.ChannelsAskedFor(pdu) is not { } channels)
                    return false;
                answers.Add(ReplayAnswers.ConnectResponse(desktop, channels, requestedProtocols));
                Phase = ReplayPhase.Channels;
                return true;
            default:
                return ReplayFrames.IsFastPath(pdu) || TakeMcs(pdu, answers);
        }
    }

    private bool TakeMcs(ReadOnlySpan<byte> pdu, List<byte[]> answers)
    {
        if (pdu.Length < 8)
            return false;
        switch (pdu[7] >> 2)
        {
            case ErectDomain:
                return true;
            case AttachUser:
                answers.Add(ReplayAnswers.AttachConfirm(desktop.UserId));
                return true;
            case ChannelJoin when pdu.Length >= 12:
                answers.Add(ReplayAnswers.JoinConfirm(desktop.UserId, BinaryPrimitives.ReadUInt16BigEndian(pdu[10..])));
                return true;
        }

        if (!ReplayFrames.TrySendData(pdu, SendDataRequest, out var channel, out var data))
            return false;
        if (channel != desktop.IoChannel || data.Length < 4)
            return true;
        if (Phase == ReplayPhase.Channels)
        {
            if ((BinaryPrimitives.ReadUInt16LittleEndian(data) & SecurityInfo) == 0)
                return false;
            Phase = ReplayPhase.Licensing;
            return true;
        }

        var type = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]) & 0xf;
        if (Phase == ReplayPhase.Licensing && type == ConfirmActive)
            Phase = ReplayPhase.Confirmed;
        else if (Phase == ReplayPhase.Confirmed && type == DataPdu && data.Length > 14 && data[14] == FontList)
            Phase = ReplayPhase.Active;
        return true;
    }

    // The Connect-Response echoes what the client asked for (MS-RDPBCGR 2.2.1.4.2). RDP_NEG_REQ stands at the end of the request.
    private bool TryProtocols(ReadOnlySpan<byte> x224)
    {
        if (x224.Length < 19 || x224[5] != 0xE0 || x224[^8] != 1)
            return false;
        requestedProtocols = BinaryPrimitives.ReadUInt32LittleEndian(x224[^4..]);
        return (requestedProtocols & 1) != 0;
    }
}
