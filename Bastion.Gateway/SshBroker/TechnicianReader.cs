using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker;

/// <summary>Reads a technician's SSH connection after the sign-in. Session channels only: everything else is refused here and never reaches a device.</summary>
internal sealed class TechnicianReader(SshTransport transport, ChannelTable<RelayChannel> channels, SshTechnicianLeg leg, IReadOnlyList<SshPrivateKey> hostKeys)
{
    private readonly SemaphoreSlim turn = new(1);
    private bool noMoreSessions;
    private bool answered;

    public FrontDesk Desk { get; set; } = null!;

    /// <summary>Runs something between two batches, then flushes.</summary>
    public async Task WithTurnAsync(Func<ValueTask> act)
    {
        await turn.WaitAsync();
        try
        {
            await act();
        }
        finally
        {
            turn.Release();
        }
        await leg.FlushAsync();
    }

    /// <summary>Reads until the technician is gone; says how.</summary>
    public async Task<SessionEndReason> RunAsync()
    {
        while (true)
        {
            var batch = await transport.ReceiveAsync(CancellationToken.None);
            await turn.WaitAsync();
            var acts = Desk.Relay?.Acts;
            if (acts is not null)
                await acts.EnterAsync();
            try
            {
                foreach (var message in batch)
                    await ReadAsync(message, acts);
            }
            catch (SshProtocolException e)
            {
                await transport.DisconnectAsync(e.Reason, e.Message, TimeSpan.FromSeconds(1));
                return SessionEndReason.TechnicianProtocolError;
            }
            finally
            {
                acts?.Leave();
                turn.Release();
            }
            if (batch.End is { } end)
                return ReasonOf(end);
            if (answered)
                await leg.FlushAsync();
            answered = false;
        }
    }

    private SessionEndReason ReasonOf(SshEnd end) => end.Kind switch
    {
        SshEndKind.ProtocolError => SessionEndReason.TechnicianProtocolError,
        SshEndKind.PeerDisconnected or SshEndKind.ClosedHere => SessionEndReason.TechnicianClosed,
        _ => channels.Count == 0 ? SessionEndReason.TechnicianClosed : SessionEndReason.TechnicianLost,
    };

    private ValueTask ReadAsync(InboundMessage message, TechnicianActs? acts)
    {
        switch (message.Number)
        {
            case MessageNumber.ChannelData:
                var data = SshMessage.Parse<ChannelDataMessage>(message.Payload);
                var from = channels.ReceivedData(data.RecipientChannel, data.Data.Length).Owner;
                if (acts is not null && from.Use != ChannelUse.None)
                {
                    if (!Desk.IsMenu(from))
                        return acts.DataAsync(from, data.Data);
                    from.Repaid((uint)data.Data.Length);
                    return acts.DataAsync(from, data.Data);
                }
                Desk.Type(from, data.Data);
                answered = true;
                return ValueTask.CompletedTask;
            case MessageNumber.ChannelWindowAdjust:
                var grant = SshMessage.Parse<ChannelWindowAdjustMessage>(message.Payload);
                var granted = channels.ReceivedAdjust(grant).Owner;
                if (acts is not null)
                    acts.Granted(granted, grant.BytesToAdd);
                else
                    granted.CreditForDevice(grant.BytesToAdd);
                return ValueTask.CompletedTask;
            case MessageNumber.ChannelEof:
                var ended = channels.ReceivedEof(SshMessage.Parse<ChannelEofMessage>(message.Payload).RecipientChannel).Owner;
                return acts is not null && ended.Use != ChannelUse.None ? acts.EofAsync(ended) : ValueTask.CompletedTask;
            case MessageNumber.ChannelClose:
                var closed = channels.ReceivedClose(SshMessage.Parse<ChannelCloseMessage>(message.Payload).RecipientChannel).Owner;
                answered = true;
                if (acts is not null && closed is { Use: not ChannelUse.None, Doomed: false })
                    return acts.CloseAsync(closed);
                leg.Close(closed);
                return ValueTask.CompletedTask;
            case MessageNumber.ChannelOpen:
                return OpenAsync(SshMessage.Parse<ChannelOpenMessage>(message.Payload));
            case MessageNumber.ChannelRequest:
                return RequestAsync(SshMessage.Parse<ChannelRequestMessage>(message.Payload), acts);
            case MessageNumber.GlobalRequest:
                return GlobalAsync(SshMessage.Parse<GlobalRequestMessage>(message.Payload));
            default:
                throw new SshProtocolException("message that was not asked for");
        }
    }

    private async ValueTask OpenAsync(ChannelOpenMessage open)
    {
        answered = true;
        if (open.Type != ChannelTypes.Session)
        {
            await Desk.RefuseControlAsync("forwarding", open.Type);
            Refuse(open, ChannelOpenFailureReason.AdministrativelyProhibited, "forwarding does not pass this bastion");
            return;
        }
        var owner = new RelayChannel(open.InitialWindow);
        if (noMoreSessions || !channels.TryAccept(open, owner, out var side))
        {
            Refuse(open, ChannelOpenFailureReason.ResourceShortage, "no more channels on this connection");
            return;
        }
        owner.Technician = side;
        // Nothing may be sent yet: what the device grants is passed on when it is there.
        transport.Write(channels.Confirm(side, 0, ChannelLimits.MaximumPacket));
        Desk.ChannelOpened();
    }

    private void Refuse(ChannelOpenMessage open, ChannelOpenFailureReason reason, string why) =>
        transport.Write(new ChannelOpenFailureMessage(open.SenderChannel, reason, why, ""));

    private async ValueTask RequestAsync(ChannelRequestMessage request, TechnicianActs? acts)
    {
        var channel = channels.ReceivedRequest(request.RecipientChannel).Owner;
        var reply = request.WantReply ? channel.Replies.Expect() : null;
        var control = request.Type switch
        {
            "x11-req" => "x11",
            "auth-agent-req@openssh.com" => "agent",
            _ => null,
        };
        if (control is not null)
            await Desk.RefuseControlAsync(control, request.Type);
        if (channel.Use != ChannelUse.None && acts is not null && !channel.Doomed)
        {
            await acts.RequestAsync(channel, request.Type, request.Data, reply);
            return;
        }
        if (channel.Use != ChannelUse.None || !Collect(channel, request, out var good))
        {
            good = false;
        }
        else if (channel.Use != ChannelUse.None)
        {
            channel.StartReply = reply;
            if (acts is not null)
                await acts.StartAsync(channel);
            else
                await Desk.StartAsync(channel);
            answered = true;
            return;
        }
        if (reply is null)
            return;
        foreach (var answer in channel.Replies.Answer(reply, good))
            leg.Reply(channel, answer);
        answered = true;
    }

    // Before the start. The payload dies with the batch, so what is kept is copied.
    private static bool Collect(RelayChannel channel, ChannelRequestMessage request, out bool good)
    {
        good = true;
        switch (request.Type)
        {
            case ChannelRequestTypes.Pty when channel.Pty is null:
                var pty = RequestData.Parse<PtyRequest>(request.Data);
                channel.Pty = pty with { Modes = pty.Modes.ToArray() };
                return true;
            case ChannelRequestTypes.WindowChange when channel.Pty is not null:
                var size = RequestData.Parse<WindowChangeRequest>(request.Data);
                channel.Pty = channel.Pty with { Columns = size.Columns, Rows = size.Rows, PixelWidth = size.PixelWidth, PixelHeight = size.PixelHeight };
                return true;
            case ChannelRequestTypes.Environment:
                var variable = RequestData.Parse<EnvironmentRequest>(request.Data);
                good = channel.Environment.Count < RelayChannel.MaxEnvironment && ChannelRules.MayPass(variable.Name.Span, variable.Value.Span);
                if (good)
                    channel.Environment.Add(new EnvironmentRequest(variable.Name.ToArray(), variable.Value.ToArray()));
                return true;
            case ChannelRequestTypes.Shell:
                channel.Use = ChannelUse.Shell;
                return true;
            case ChannelRequestTypes.Exec when RequestData.Parse<ExecRequest>(request.Data) is { Command.Length: <= ChannelRules.MaxCommandBytes } exec:
                channel.Use = ChannelUse.Exec;
                channel.Command = exec.Command.ToArray();
                return true;
            case ChannelRequestTypes.Subsystem when RequestData.Parse<SubsystemRequest>(request.Data).Name == "sftp":
                channel.Use = ChannelUse.Sftp;
                return true;
            default:
                return false;
        }
    }

    private async ValueTask GlobalAsync(GlobalRequestMessage request)
    {
        switch (request.Type)
        {
            case GlobalRequestTypes.NoMoreSessions:
                noMoreSessions = true;
                break;
            case GlobalRequestTypes.KeepAlive:
                break;
            case GlobalRequestTypes.ProveHostKeys when HostKeyRotation.Prove(request.Data, transport.SessionId, hostKeys) is { } proof:
                if (request.WantReply)
                    transport.Write(new RequestSuccessMessage(proof));
                answered = true;
                return;
            default:
                await Desk.RefuseControlAsync("forwarding", request.Type);
                break;
        }
        // All are answered here and at once, so their order is kept.
        if (!request.WantReply)
            return;
        transport.Write(new RequestFailureMessage());
        answered = true;
    }
}
