using System.Text;
using Bastion.Gateway.Access;
using Bastion.Gateway.Access.Refusals;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Files;
using Bastion.Recorder.Contracts;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>
/// Everything a technician does on a running session, whichever leg he comes by: judged by the lease, recorded, then on its way to the device.
/// The leg takes the turn with <see cref="EnterAsync"/>, calls what it read, and gives it back with <see cref="Leave"/>.
/// </summary>
internal sealed class TechnicianActs(
    BrokeredSession session,
    RelayLane input,
    RelayLane output,
    ITechnicianLeg technician,
    InputGate gate,
    SessionJournal journal,
    FileFilters filters,
    Func<RelayChannel, uint> number,
    Action<RelayChannel, uint> grantDevice)
{
    private const uint StatusRefused = 1;

    // Set with the gate by a freeze, cleared when what was held has been sent on: new bytes never overtake held ones.
    private readonly HashSet<RelayChannel> holding = [];

    public Task EnterAsync() => input.EnterAsync();

    public void Leave() => input.Leave();

    /// <summary>The channel asks for its shell, command or file transfer, with all it collected.</summary>
    public async ValueTask StartAsync(RelayChannel channel)
    {
        session.Touch();
        channel.Number = number(channel);
        await input.AppendEventAsync(channel.Number, RecordEvents.Opened(channel.Use.ToString().ToLowerInvariant()));
        if (channel.Pty is { } pty)
            await input.AppendEventAsync(channel.Number, RecordEvents.Pty(pty));
        foreach (var variable in channel.Environment)
            await input.AppendEventAsync(channel.Number, RecordEvents.Environment(variable));
        var (happened, detail) = channel.Use switch
        {
            ChannelUse.Shell => (RecordEvents.Shell(), ""),
            ChannelUse.Exec when Encoding.UTF8.GetString(channel.Command) is var command => (RecordEvents.Exec(command), command),
            _ => (RecordEvents.Subsystem("sftp"), "sftp"),
        };
        await input.AppendEventAsync(channel.Number, happened);
        var controls = session.Terms.Controls ?? new Bastion.Admin.Contracts.LeaseControls();
        if (ChannelRules.Missing(controls, channel.Use, channel.Command) is { } control)
        {
            await RefuseAsync(channel, control, detail);
            return;
        }
        channel.Filter = filters.For(channel, controls, this, input, output);
        await input.AppendAsync(LaneOpKind.Link, channel, null, default);
        if (channel.ShowsLines)
            await GreetAsync(channel);
    }

    public async ValueTask DataAsync(RelayChannel channel, ReadOnlyMemory<byte> data)
    {
        session.Touch();
        if (channel.Doomed)
            return;
        if (channel.IsTerminal)
        {
            if (gate.IsShut)
                GiveBack(channel, data.Length);
            else
                await input.AppendAsync(LaneOpKind.Data, channel, Track.Input, data, gate.Epoch);
        }
        else if (!Hold(channel, LaneOpKind.Data, data))
        {
            await PassAsync(LaneOpKind.Data, channel, data);
        }
    }

    public async ValueTask EofAsync(RelayChannel channel)
    {
        if (!channel.Doomed && !Hold(channel, LaneOpKind.Eof, default))
            await input.AppendAsync(LaneOpKind.Eof, channel, null, default);
    }

    public async ValueTask CloseAsync(RelayChannel channel)
    {
        await input.AppendEventAsync(channel.Number, RecordEvents.Closed());
        if (!channel.Doomed && !Hold(channel, LaneOpKind.Close, default))
            await PassAsync(LaneOpKind.Close, channel, default);
    }

    /// <summary>A request on a started channel; what is not known here is not for the device either.</summary>
    public async ValueTask RequestAsync(RelayChannel channel, string type, ReadOnlyMemory<byte> data, ReplyOrder.Slot? reply)
    {
        session.Touch();
        var happened = type switch
        {
            ChannelRequestTypes.WindowChange when RequestData.Parse<WindowChangeRequest>(data) is var size => RecordEvents.Resize(size.Columns, size.Rows),
            ChannelRequestTypes.Signal when RequestData.Parse<SignalRequest>(data) is var signal => RecordEvents.Signal(signal.Signal),
            "break" => RecordEvents.Signal("BREAK"),
            _ => null,
        };
        if (reply is not null)
            await AnswerAsync(channel, reply, happened is not null);
        if (happened is null || channel.Doomed)
            return;
        await input.AppendEventAsync(channel.Number, happened);
        var request = Encode(type, data);
        if (!Hold(channel, LaneOpKind.Request, request))
            await input.AppendAsync(LaneOpKind.Request, channel, null, request);
    }

    /// <summary>The technician granted more of his window.</summary>
    public void Granted(RelayChannel channel, uint bytes)
    {
        grantDevice(channel, channel.CreditForDevice(bytes));
        channel.Filter?.CreditCame();
    }

    /// <summary>Something that no lease grants: forwarding, agent, X11. Journaled, recorded, never passed on.</summary>
    public async ValueTask RefuseControlAsync(string control, string detail)
    {
        journal.ControlRefused(session, control, detail);
        await input.AppendEventAsync(0, RecordEvents.Refused(control, detail));
    }

    /// <summary>The answer to a request that the device gave.</summary>
    public async ValueTask AnswerAsync(RelayChannel channel, ReplyOrder.Slot slot, bool success, bool hasTurn = false)
    {
        var due = channel.Replies.Answer(slot, success);
        if (due.Count == 0)
            return;
        if (!hasTurn)
            await output.EnterAsync();
        foreach (var answer in due)
            await output.AppendAsync(LaneOpKind.Reply, channel, null, default, answer ? 1u : 0u);
        if (!hasTurn)
            output.Leave();
    }

    /// <summary>The device does not open the channel, or not this use of it.</summary>
    public async ValueTask DeviceRefusedAsync(RelayChannel channel) =>
        await CloseWithAsync(channel, RefusalTexts.Sentence("device.channel_refused", session.Culture), hasTurn: false);

    /// <summary>Sends on what was held, in order, and opens the gate, if <paramref name="still"/> holds then.</summary>
    public async Task ReleaseHeldAsync(Func<bool> still)
    {
        await EnterAsync();
        try
        {
            if (!OpenGate(still))
                return;
            foreach (var channel in holding)
            {
                foreach (var (kind, payload) in channel.Held)
                    await PassAsync(kind, channel, payload);
                channel.Held.Clear();
            }
            holding.Clear();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Opens the gate if <paramref name="still"/> holds, and shuts it again if a freeze came in between.</summary>
    public bool OpenGate(Func<bool> still)
    {
        if (!still())
            return false;
        gate.Open();
        if (still())
            return true;
        gate.Shut();
        return false;
    }

    private bool Hold(RelayChannel channel, LaneOpKind kind, ReadOnlyMemory<byte> payload)
    {
        if (!gate.IsShut && !holding.Contains(channel))
            return false;
        // Bounded: data by the window that was granted, requests by the cap below.
        if (kind == LaneOpKind.Request && channel.Held.Count >= SshLimits.PendingRequests)
            return true;
        holding.Add(channel);
        channel.Held.Add((kind, payload.ToArray()));
        return true;
    }

    private async ValueTask PassAsync(LaneOpKind kind, RelayChannel channel, ReadOnlyMemory<byte> payload)
    {
        if (channel.Filter is { } filter && kind == LaneOpKind.Data)
        {
            await filter.FromTechnicianAsync(payload);
            return;
        }
        if (kind == LaneOpKind.Close && channel.Filter is { } ending)
            await ending.EndAsync(input);
        await input.AppendAsync(kind, channel, kind == LaneOpKind.Data ? Track.Input : null, payload);
    }

    /// <summary>Bytes of the device that are not for the technician: the device is granted others in their place.</summary>
    public void Keep(RelayChannel channel, int bytes) => grantDevice(channel, channel.ToTechnician.Swallow(bytes));

    /// <summary>Ends one channel because of what was said on it, with a sentence; the session goes on. Call without holding a turn.</summary>
    public async Task BreakAsync(RelayChannel channel, string code)
    {
        channel.Doomed = true;
        await EnterAsync();
        try
        {
            await input.AppendAsync(LaneOpKind.Close, channel, null, default);
        }
        finally
        {
            Leave();
        }
        await CloseWithAsync(channel, RefusalTexts.Sentence(code, session.Culture), hasTurn: false);
    }

    /// <summary>Bytes of the technician that do not go to the device: he may send others in their place.</summary>
    public void GiveBack(RelayChannel channel, int bytes)
    {
        if (channel.ToDevice.Swallow(bytes) is var credit and > 0)
            technician.Grant(channel, credit);
    }

    private async ValueTask GreetAsync(RelayChannel channel)
    {
        var line = TerminalLine.Of(SessionTexts.Recorded(session));
        if (!channel.ToTechnician.TryInject(line.Length))
            return;
        await output.EnterAsync();
        await output.AppendAsync(LaneOpKind.Line, channel, Track.Output, line);
        output.Leave();
    }

    private async ValueTask RefuseAsync(RelayChannel channel, string control, string detail)
    {
        await RefuseControlAsync(control, detail);
        await CloseWithAsync(channel, RefusalTexts.Sentence("control." + control, session.Culture), hasTurn: false);
    }

    // Answered as started, so that the program shows the sentence and the status instead of its own guess.
    private async ValueTask CloseWithAsync(RelayChannel channel, string sentence, bool hasTurn)
    {
        channel.Doomed = true;
        if (!hasTurn)
            await output.EnterAsync();
        try
        {
            if (channel.StartReply is { } slot)
            {
                channel.StartReply = null;
                await AnswerAsync(channel, slot, success: true, hasTurn: true);
            }
            var line = TerminalLine.OfError(sentence, channel.IsTerminal);
            if (channel.ToTechnician.TryInject(line.Length))
                await output.AppendAsync(LaneOpKind.ErrorLine, channel, Track.Error, line);
            await output.AppendEventAsync(channel.Number, RecordEvents.Exit(StatusRefused));
            await output.AppendAsync(LaneOpKind.Request, channel, null, Encode(ChannelRequestTypes.ExitStatus, BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder((int)StatusRefused))));
            await output.AppendAsync(LaneOpKind.Eof, channel, null, default);
            await output.AppendAsync(LaneOpKind.Close, channel, null, default);
        }
        finally
        {
            if (!hasTurn)
                output.Leave();
        }
    }

    /// <summary>Type, want-reply false, data: what a lane carries of a channel request.</summary>
    public static byte[] Encode(string type, ReadOnlyMemory<byte> data)
    {
        using var writer = new WireWriter();
        writer.WriteString(type);
        writer.WriteBoolean(false);
        writer.WriteRaw(data.Span);
        return writer.ToArray();
    }
}
