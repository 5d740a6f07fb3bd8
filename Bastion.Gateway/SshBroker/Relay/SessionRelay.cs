using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Files;
using Bastion.Recorder.Contracts;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>
/// One running session: the technician's leg, the device's leg and the two lanes between them. It shuts its gates the moment the session says so,
/// tells the technician in the terminal, and at the end closes the device first.
/// </summary>
internal sealed partial class SessionRelay : ISessionSurface
{
    /// <summary>How long a technician who does not read is waited for at the end.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private readonly AccessGrant grant;
    private readonly ITechnicianLeg technician;
    private readonly SshTransport device;
    private readonly InputGate gate = new();
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock channelGate = new();
    private readonly LegFlush deviceFlush;
    private readonly RelayLane input;
    private readonly RelayLane output;
    private readonly DeviceReader reader;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private RelayChannel[] started = [];

    public SessionRelay(AccessGrant grant, ITechnicianLeg technician, SshTransport device, SessionJournal journal, Bastion.Admin.Contracts.Airlock.AirlockClient airlock, SessionMetrics metrics, TimeProvider time, ILogger log)
    {
        this.grant = grant;
        this.technician = technician;
        this.device = device;
        this.time = time;
        this.log = log;
        deviceFlush = new LegFlush(device);
        var channels = new ChannelTable<RelayChannel>();
        var toDevice = new DeviceInput(Session, device, channels, technician, gate, c => Acts!.DeviceRefusedAsync(c), metrics);
        output = new RelayLane(grant.Tap, new TechnicianOutput(Session, technician, gate, GrantDevice, metrics), Broken);
        input = new RelayLane(grant.Tap, toDevice, Broken);
        Acts = new TechnicianActs(Session, input, output, technician, gate, journal, new FileFilters(Session, journal, airlock, Broken), NumberOf, GrantDevice);
        reader = new DeviceReader(device, channels, output, technician, toDevice, Acts, deviceFlush);
        Session.Attach(this);
    }

    public BrokeredSession Session => grant.Session;

    /// <summary>What the technician's leg calls with what it reads.</summary>
    public TechnicianActs Acts { get; }

    /// <summary>Runs to the sealed end. The technician's leg reads on its own and ends the session when it is gone.</summary>
    public async Task RunAsync()
    {
        var lanes = Task.WhenAll(input.RunAsync(), output.RunAsync());
        if (Session.Current.IsOver)
            Shut();
        var reading = ReadDeviceAsync();
        Session.Activate();
        await over.Task;
        var end = Session.Current.End!;
        try
        {
            await technician.EndAsync(end, SessionTexts.End(end.Reason, end.Text, Session.Culture), Goodbye);
            Session.Clock.WroteToTechnician();
            await reading;
            await EndFilesAsync();
            await Task.WhenAll(input.CompleteAsync(), output.CompleteAsync());
            await lanes;
        }
        catch (Exception e)
        {
            Failed(e, Session.Id);
        }
        await device.DisposeAsync();
        await grant.FinishAsync();
    }

    void ISessionSurface.Changed(SessionTransition transition, string text, string by)
    {
        var (before, after) = (transition.Before, transition.After);
        if (after.IsOver)
        {
            Shut();
            return;
        }
        var frozen = after.Freeze.Causes & ~before.Freeze.Causes;
        if (after.Freeze.IsFrozen)
            gate.Shut();
        if (frozen != FreezeCause.None)
        {
            var sentence = SessionTexts.Frozen(after.Freeze, text, Session.Culture);
            technician.ShowState(after, sentence);
            _ = TellAsync(sentence, RecordEvents.Frozen(frozen.ToString(), after.Freeze.IsBlind, text));
        }
        else if (before.Freeze.IsFrozen && !after.Freeze.IsFrozen)
        {
            _ = ResumeAsync(before.Freeze.Causes);
        }
    }

    void ISessionSurface.Say(SessionNoticeLine line)
    {
        technician.ShowNotice(line, line.Text);
        _ = TellAsync(line.Text, RecordEvents.Notice(line.Text));
    }

    private void Shut()
    {
        gate.End();
        device.Abort("session ended");
        over.TrySetResult();
    }

    private async Task ResumeAsync(FreezeCause lifted)
    {
        var sentence = SessionTexts.Resumed(Session.Culture);
        // The gate opens when the line is on its way and before it can be read: who types upon it is heard.
        await TellAsync(sentence, RecordEvents.Resumed(lifted.ToString()), () => Acts.OpenGate(StillLive));
        if (Session.Current is { IsOver: false, Freeze.IsFrozen: false } now)
        {
            technician.ShowState(now, sentence);
            await Acts.ReleaseHeldAsync(StillLive);
        }
    }

    private bool StillLive() => Session.Current is { IsOver: false, Freeze.IsFrozen: false };

    /// <summary>Shows a line in every shell and records it; returns when it was delivered, or when it never will be.</summary>
    private async Task TellAsync(string sentence, byte[] happened, Action? @sealed = null)
    {
        try
        {
            var delivered = new LaneMarker(@sealed);
            await output.EnterAsync();
            try
            {
                await output.AppendEventAsync(0, happened);
                var line = TerminalLine.Of(sentence);
                foreach (var channel in started)
                    if (channel.ShowsLines && channel.ToTechnician.TryInject(line.Length))
                        await output.AppendAsync(LaneOpKind.Line, channel, Track.Output, line);
                await output.AppendAsync(LaneOpKind.Marker, null, null, default, marker: delivered);
            }
            finally
            {
                output.Leave();
            }
            await delivered.Passed;
        }
        catch (Exception e)
        {
            Broken(e);
        }
    }

    private async Task ReadDeviceAsync()
    {
        try
        {
            var reason = await reader.RunAsync();
            if (Session.Current.IsOver)
                return;
            // Everything the device said before it went is the technician's.
            var delivered = new LaneMarker();
            await output.EnterAsync();
            await output.AppendAsync(LaneOpKind.Marker, null, null, default, marker: delivered);
            output.Leave();
            await Task.WhenAny(delivered.Passed, over.Task, Task.Delay(DrainLimit, time));
            Session.End(reason);
        }
        catch (Exception e)
        {
            Broken(e);
        }
    }

    /// <summary>What was open when the session ended is told as cut.</summary>
    private async Task EndFilesAsync()
    {
        await output.EnterAsync();
        foreach (var channel in started)
        {
            if (channel.Filter is not { } filter)
                continue;
            await filter.EndAsync(output);
            filter.Dispose();
        }
        output.Leave();
    }

    private uint NumberOf(RelayChannel channel)
    {
        lock (channelGate)
        {
            started = [.. started, channel];
            return (uint)started.Length - 1;
        }
    }

    private void GrantDevice(RelayChannel channel, uint bytes)
    {
        if (bytes == 0 || channel.Device is not { } side || gate.IsEnded)
            return;
        if (side.ReceiveWindow.Grant(bytes) is var granted and > 0)
        {
            device.Write(new ChannelWindowAdjustMessage(side.RemoteId, granted));
            deviceFlush.Request();
        }
    }

    private void Broken(Exception e)
    {
        Failed(e, Session.Id);
        Session.End(SessionEndReason.InternalError);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {SessionId} ends because of a mistake in the relay")]
    private partial void Failed(Exception e, string sessionId);
}
