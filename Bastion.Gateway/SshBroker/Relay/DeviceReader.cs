using Bastion.Gateway.Sessions;
using Bastion.Recorder.Contracts;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>Reads the device's leg and puts what it says on the output lane. What a device may not ask for is refused here.</summary>
internal sealed class DeviceReader(
    SshTransport device,
    ChannelTable<RelayChannel> channels,
    RelayLane output,
    ITechnicianLeg technician,
    DeviceInput toDevice,
    TechnicianActs acts,
    LegFlush flush)
{
    private bool answered;

    /// <summary>Reads until the device is gone.</summary>
    public async Task<SessionEndReason> RunAsync()
    {
        while (true)
        {
            var batch = await device.ReceiveAsync(CancellationToken.None);
            await output.EnterAsync();
            try
            {
                foreach (var message in batch)
                    await ReadAsync(message);
            }
            catch (SshProtocolException)
            {
                return SessionEndReason.DeviceProtocolError;
            }
            finally
            {
                output.Leave();
            }
            if (answered)
                flush.Request();
            answered = false;
            if (batch.End is { } end)
                return ReasonOf(end);
        }
    }

    private SessionEndReason ReasonOf(SshEnd end) => end.Kind switch
    {
        SshEndKind.HostKeyMismatch => SessionEndReason.DevicePinChanged,
        SshEndKind.ProtocolError => SessionEndReason.DeviceProtocolError,
        SshEndKind.PeerDisconnected => SessionEndReason.DeviceClosed,
        _ => channels.Count == 0 ? SessionEndReason.DeviceClosed : SessionEndReason.DeviceLost,
    };

    private ValueTask ReadAsync(InboundMessage message)
    {
        switch (message.Number)
        {
            case MessageNumber.ChannelData:
                var data = SshMessage.Parse<ChannelDataMessage>(message.Payload);
                var to = channels.ReceivedData(data.RecipientChannel, data.Data.Length).Owner;
                return to.Filter is { } filter ? filter.FromDeviceAsync(data.Data) : output.AppendAsync(LaneOpKind.Data, to, Track.Output, data.Data);
            case MessageNumber.ChannelExtendedData:
                var error = SshMessage.Parse<ChannelExtendedDataMessage>(message.Payload);
                var into = channels.ReceivedData(error.RecipientChannel, error.Data.Length).Owner;
                return output.AppendAsync(LaneOpKind.ErrorData, into, Track.Error, error.Data);
            case MessageNumber.ChannelWindowAdjust:
                var granting = SshMessage.Parse<ChannelWindowAdjustMessage>(message.Payload);
                Granted(channels.ReceivedAdjust(granting).Owner, granting.BytesToAdd);
                return ValueTask.CompletedTask;
            case MessageNumber.ChannelOpenConfirmation:
                Opened(channels.Confirmed(SshMessage.Parse<ChannelOpenConfirmationMessage>(message.Payload)));
                return ValueTask.CompletedTask;
            case MessageNumber.ChannelSuccess or MessageNumber.ChannelFailure:
                return RepliedAsync(message);
            case MessageNumber.ChannelRequest:
                return RequestedAsync(SshMessage.Parse<ChannelRequestMessage>(message.Payload));
            case MessageNumber.ChannelEof:
                var ended = channels.ReceivedEof(SshMessage.Parse<ChannelEofMessage>(message.Payload).RecipientChannel).Owner;
                return output.AppendAsync(LaneOpKind.Eof, ended, null, default);
            case MessageNumber.ChannelClose:
                var closed = channels.ReceivedClose(SshMessage.Parse<ChannelCloseMessage>(message.Payload).RecipientChannel).Owner;
                return ClosedAsync(closed);
            default:
                return RareAsync(message);
        }
    }

    private async ValueTask ClosedAsync(RelayChannel closed)
    {
        closed.OutputEnded = true;
        if (closed.Filter is { } filter)
            await filter.EndAsync(output);
        if (!closed.Doomed)
            await output.AppendAsync(LaneOpKind.Close, closed, null, default);
    }

    private async ValueTask RareAsync(InboundMessage message)
    {
        switch (message.Number)
        {
            case MessageNumber.ChannelOpenFailure:
                var refused = channels.Refused(SshMessage.Parse<ChannelOpenFailureMessage>(message.Payload)).Owner;
                refused.DeviceReady.TrySetResult(false);
                // Not inside the turn that this loop holds.
                _ = acts.DeviceRefusedAsync(refused).AsTask();
                break;
            case MessageNumber.ChannelOpen:
                // A device that wants a channel of the technician gets none: no agent, no X11, no forwarding.
                var open = SshMessage.Parse<ChannelOpenMessage>(message.Payload);
                device.Write(new ChannelOpenFailureMessage(open.SenderChannel, ChannelOpenFailureReason.AdministrativelyProhibited, "not through this bastion", ""));
                answered = true;
                break;
            case MessageNumber.GlobalRequest:
                if (SshMessage.Parse<GlobalRequestMessage>(message.Payload).WantReply)
                {
                    device.Write(new RequestFailureMessage());
                    answered = true;
                }
                break;
            default:
                throw new SshProtocolException("message that was not asked for");
        }
        await ValueTask.CompletedTask;
    }

    private void Opened(SshChannel<RelayChannel> side)
    {
        Granted(side.Owner, side.SendWindow.Available);
        toDevice.Begin(side.Owner);
        answered = true;
        side.Owner.DeviceReady.TrySetResult(true);
    }

    private void Granted(RelayChannel channel, uint bytes)
    {
        channel.WindowGrew();
        if (channel.CreditForTechnician(bytes) is var credit and > 0)
            technician.Grant(channel, credit);
    }

    private async ValueTask RepliedAsync(InboundMessage message)
    {
        var success = message.Number == MessageNumber.ChannelSuccess;
        var recipient = success
            ? SshMessage.Parse<ChannelSuccessMessage>(message.Payload).RecipientChannel
            : SshMessage.Parse<ChannelFailureMessage>(message.Payload).RecipientChannel;
        channels.ReceivedReply(recipient, out var tag);
        // Only the start request carries its channel; the rest was answered already.
        if (tag is RelayChannel { StartReply: { } slot } channel)
        {
            channel.StartReply = null;
            await acts.AnswerAsync(channel, slot, success, hasTurn: true);
        }
    }

    private async ValueTask RequestedAsync(ChannelRequestMessage request)
    {
        var side = channels.ReceivedRequest(request.RecipientChannel);
        var channel = side.Owner;
        switch (request.Type)
        {
            case ChannelRequestTypes.ExitStatus:
                await output.AppendEventAsync(channel.Number, RecordEvents.Exit(RequestData.Parse<ExitStatusRequest>(request.Data).Status));
                break;
            case ChannelRequestTypes.ExitSignal:
                await output.AppendEventAsync(channel.Number, RecordEvents.ExitSignal(RequestData.Parse<ExitSignalRequest>(request.Data).Signal));
                break;
            case ChannelRequestTypes.EndOfWrite:
                break;
            default:
                if (request.WantReply)
                {
                    device.Write(new ChannelFailureMessage(side.RemoteId));
                    answered = true;
                }
                return;
        }
        await output.AppendAsync(LaneOpKind.Request, channel, null, TechnicianActs.Encode(request.Type, request.Data));
    }
}
