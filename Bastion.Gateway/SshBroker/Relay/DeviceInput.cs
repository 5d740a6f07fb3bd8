using Bastion.Gateway.Sessions;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>
/// The end of the input lane: durable acts of the technician to the device. Here the freeze bites: what was typed and is not delivered yet is dropped,
/// byte streams wait in place.
/// </summary>
internal sealed class DeviceInput(
    BrokeredSession session,
    SshTransport device,
    ChannelTable<RelayChannel> channels,
    ITechnicianLeg technician,
    InputGate gate,
    Func<RelayChannel, ValueTask> deviceRefused,
    SessionMetrics metrics) : ILaneTarget
{
    private bool wrote;

    public async ValueTask DeliverAsync(LaneOp op, ReadOnlyMemory<byte> payload)
    {
        var channel = op.Channel!;
        if (op.Kind == LaneOpKind.Data && channel.IsTerminal)
        {
            if (gate.IsShut || gate.Epoch != op.Argument)
            {
                Discard(channel, payload.Length);
                return;
            }
        }
        else if (!await gate.WaitAsync())
        {
            return;
        }
        if (gate.IsEnded)
            return;
        if (op.Kind == LaneOpKind.Link)
        {
            Link(channel);
            return;
        }
        if (!channel.DeviceReady.Task.IsCompleted)
            await FlushAsync();
        if (!await channel.DeviceReady.Task || gate.IsEnded)
            return;
        if (op.Kind == LaneOpKind.Data)
            await WriteDataAsync(channel, payload);
        else
            Write(op.Kind, channel, payload);
    }

    public async ValueTask FlushAsync()
    {
        if (!wrote || gate.IsEnded)
            return;
        wrote = false;
        try
        {
            await device.FlushAsync(CancellationToken.None);
            session.Clock.WroteToDevice();
        }
        catch (SshEndedException)
        {
            // The receive loop of this leg tells the end.
        }
    }

    /// <summary>The device opened its side: what was collected goes first.</summary>
    public void Begin(RelayChannel channel)
    {
        var side = channel.Device!;
        if (channel.Pty is { } pty)
            Ask(side, RequestData.ToMessage(side.RemoteId, pty, wantReply: true), tag: null);
        foreach (var variable in channel.Environment)
            device.Write(RequestData.ToMessage(side.RemoteId, variable, wantReply: false));
        Ask(side, channel.Use switch
        {
            ChannelUse.Shell => new ChannelRequestMessage(side.RemoteId, ChannelRequestTypes.Shell, true, default),
            ChannelUse.Exec => RequestData.ToMessage(side.RemoteId, new ExecRequest(channel.Command), wantReply: true),
            _ => RequestData.ToMessage(side.RemoteId, new SubsystemRequest("sftp"), wantReply: true),
        }, tag: channel);
    }

    private void Ask(SshChannel<RelayChannel> side, ChannelRequestMessage request, object? tag)
    {
        side.Pending.Expect(tag);
        device.Write(request);
    }

    private void Link(RelayChannel channel)
    {
        var window = channel.Link();
        if (!channels.TryOpen(ChannelTypes.Session, channel, window, ChannelLimits.MaximumPacket, out var side))
        {
            channel.DeviceReady.TrySetResult(false);
            _ = deviceRefused(channel).AsTask();
            return;
        }
        channel.Device = side;
        device.Write(new ChannelOpenMessage(ChannelTypes.Session, side.LocalId, window, ChannelLimits.MaximumPacket, default));
        wrote = true;
    }

    private async ValueTask WriteDataAsync(RelayChannel channel, ReadOnlyMemory<byte> data)
    {
        var side = channel.Device!;
        metrics.Relayed("input", data.Length);
        while (!data.IsEmpty)
        {
            if (gate.IsEnded)
                return;
            if (!channels.CanSend(side))
            {
                Discard(channel, data.Length);
                return;
            }
            // Credit is passed on from the device, so there is room; only what was typed at the menu may be ahead of its first grant.
            var grown = channel.WindowAsync();
            var part = side.SendWindow.TakeUpTo(Math.Min(data.Length, side.SendWindow.MaximumPacket));
            if (part == 0)
            {
                await FlushAsync();
                await Task.WhenAny(grown, gate.Ended);
                continue;
            }
            device.Write(new ChannelDataMessage(side.RemoteId, data[..part]));
            wrote = true;
            data = data[part..];
        }
    }

    private void Write(LaneOpKind kind, RelayChannel channel, ReadOnlyMemory<byte> payload)
    {
        var side = channel.Device!;
        switch (kind)
        {
            case LaneOpKind.Eof:
                if (channels.SendEof(side))
                    device.Write(new ChannelEofMessage(side.RemoteId));
                break;
            case LaneOpKind.Close:
                if (channels.Close(side))
                    device.Write(new ChannelCloseMessage(side.RemoteId));
                break;
            case LaneOpKind.Request:
                if (channels.CanSend(side))
                    Forward(side, payload);
                break;
            default:
                throw new InvalidOperationException("not an act of the input lane: " + kind);
        }
        wrote = true;
    }

    private void Forward(SshChannel<RelayChannel> side, ReadOnlyMemory<byte> payload)
    {
        var reader = new WireReader(payload);
        var type = reader.ReadName();
        reader.ReadBoolean();
        device.Write(new ChannelRequestMessage(side.RemoteId, type, false, reader.ReadRest()));
    }

    private void Discard(RelayChannel channel, int bytes)
    {
        if (channel.ToDevice.Swallow(bytes) is var credit and > 0)
            technician.Grant(channel, credit);
    }
}
