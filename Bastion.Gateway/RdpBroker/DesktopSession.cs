using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Wire;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.RdpBroker;

/// <summary>
/// One running desktop: the technician's leg, the device's leg, the two lanes between them. It shuts its gates the moment the session says so, shows why on the screen,
/// and at the end closes the device first.
/// </summary>
internal sealed partial class DesktopSession : ISessionSurface
{
    /// <summary>How long a client that does not read is waited for at the end.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    /// <summary>A whole picture into the recording, if anything was drawn meanwhile.</summary>
    private static readonly TimeSpan KeyframeEvery = TimeSpan.FromSeconds(30);

    /// <summary>A sentence that the device drew over is drawn again this often.</summary>
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromSeconds(1);

    private readonly AccessGrant grant;
    private readonly DesktopParts parts;
    private readonly InputGate gate = new();
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TechnicianScreen screen;
    private readonly DesktopLane input;
    private readonly DesktopLane output;
    private readonly ServerFilter fromDevice;
    private readonly ClientFilter fromClient;
    private readonly TimerWheel wheel;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private string sentence = "";
    private TimeSpan drawnAt;
    private TimerEntry? keyframe;
    private volatile bool changed;
    private int keyframes;

    public DesktopSession(AccessGrant grant, DesktopParts parts, SessionJournal journal, SessionMetrics metrics, TimerWheel wheel, TimeProvider time, ILogger log)
    {
        this.grant = grant;
        this.parts = parts;
        this.wheel = wheel;
        this.time = time;
        this.log = log;
        var refusals = new DesktopRefusals(Session, journal, what => _ = RecordAsync(DesktopEvents.Refused(what)));
        var guard = parts.Channels.Clipboard is null ? null : new ClipboardGuard(parts.Rules, refusals.Add);
        fromDevice = new ServerFilter(parts.Channels, guard, refusals.Add);
        fromClient = new ClientFilter(parts.Channels, guard, parts.Rules, refusals.Add);
        screen = new TechnicianScreen(Session, parts.Transport, parts.Entry.OnePduPerWrite, gate, Acknowledge, metrics);
        output = new DesktopLane(grant.Tap, screen, Broken);
        input = new DesktopLane(grant.Tap, new DeviceInput(Session, parts.Device, parts.Channels, gate, metrics), Broken);
        Session.Attach(this);
    }

    public BrokeredSession Session => grant.Session;

    /// <summary>Runs to the sealed end.</summary>
    public async Task RunAsync()
    {
        var lanes = Task.WhenAll(input.RunAsync(), output.RunAsync());
        if (Session.Current.IsOver)
            Shut();
        await RecordAsync(parts.Header());
        var readers = Task.WhenAll(ReadDeviceAsync(), ReadClientAsync());
        keyframe = wheel.After(KeyframeEvery, OnKeyframe);
        Session.Activate();
        await over.Task;
        keyframe?.Cancel();
        var end = Session.Current.End!;
        try
        {
            parts.Entry.Watcher?.ShowEnd(end, SessionTexts.End(end.Reason, end.Text, Session.Culture));
            await screen.SayAsync(DesktopGoodbye.Frames(end.Reason, parts.Channels, fromDevice.Facts, parts.Initial.Core), Goodbye);
            Session.Clock.WroteToTechnician();
            await parts.Transport.DisposeAsync();
            await readers;
            await Task.WhenAll(input.CompleteAsync(), output.CompleteAsync());
            await lanes;
        }
        catch (Exception e)
        {
            Failed(e, Session.Id);
        }
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
        screen.Blind = after.Freeze.IsBlind;
        if (frozen != FreezeCause.None)
        {
            var said = SessionTexts.Frozen(after.Freeze, text, Session.Culture);
            parts.Entry.Watcher?.ShowState(after, said);
            _ = FreezeAsync(said, DesktopEvents.Frozen(frozen.ToString(), after.Freeze.IsBlind, text), after.Freeze.IsBlind);
        }
        else if (before.Freeze.IsFrozen && !after.Freeze.IsFrozen)
        {
            _ = ResumeAsync(before.Freeze.Causes);
        }
        else if (before.State != after.State)
        {
            parts.Entry.Watcher?.ShowState(after, "");
        }
    }

    void ISessionSurface.Say(SessionNoticeLine line)
    {
        parts.Entry.Watcher?.ShowNotice(line);
        _ = RecordAsync(DesktopEvents.Notice(line.Text));
    }

    private void Shut()
    {
        gate.End();
        // Everything that reads or writes there ends at once.
        parts.Device.Dispose();
        over.TrySetResult();
    }

    private async Task FreezeAsync(string said, byte[] happened, bool blind)
    {
        try
        {
            await input.EnterAsync();
            await input.AppendAsync(DesktopOpKind.Release, null, default);
            input.Leave();
            await output.EnterAsync();
            sentence = said;
            await output.AppendEventAsync(happened);
            await DrawAsync(blind);
            output.Leave();
        }
        catch (Exception e)
        {
            Broken(e);
        }
    }

    private async Task ResumeAsync(FreezeCause lifted)
    {
        try
        {
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await output.EnterAsync();
            sentence = "";
            await output.AppendEventAsync(DesktopEvents.Resumed(lifted.ToString()));
            await output.AppendAsync(DesktopOpKind.Marker, null, default, marker: told);
            output.Leave();
            await told.Task;
            if (Session.Current is not { IsOver: false, Freeze.IsFrozen: false } now)
                return;
            gate.Open();
            parts.Entry.Watcher?.ShowState(now, SessionTexts.Resumed(Session.Culture));
            // What was not shown, and what the sentence covers, is drawn once more.
            changed = true;
            await RefreshAsync();
        }
        catch (Exception e)
        {
            Broken(e);
        }
    }

    /// <summary>With the output's turn held.</summary>
    private async ValueTask DrawAsync(bool whole)
    {
        if (fromDevice.Facts is not { } facts || !fromDevice.IsActive || sentence.Length == 0)
            return;
        drawnAt = wheel.Now;
        foreach (var frame in Rdp.Drawing.Panel.Draw(facts, sentence, whole))
            await output.AppendAsync(DesktopOpKind.Own, Track.Output, frame);
    }

    private void OnKeyframe()
    {
        keyframe = wheel.After(KeyframeEvery, OnKeyframe);
        _ = RefreshAsync();
    }

    private async Task RefreshAsync()
    {
        try
        {
            if (fromDevice.Facts is not { } facts || !fromDevice.IsActive || !changed || Session.Current.IsOver)
                return;
            await output.EnterAsync();
            changed = false;
            await output.AppendEventAsync(DesktopEvents.Keyframe(++keyframes));
            // A device asked for everything may leave out what it believes to be known; what is known here is whole.
            var picture = fromDevice.Picture();
            foreach (var frame in picture)
                await output.AppendAsync(DesktopOpKind.Passed, Track.Output, frame);
            if (picture.Count > 0)
                await DrawAsync(screen.Blind);
            output.Leave();
            if (picture.Count == 0)
                await SendAsync(ShareControl.Refresh(facts.ShareId, parts.Channels.DeviceUser, facts.Width, facts.Height));
        }
        catch (Exception e)
        {
            Broken(e);
        }
    }

    private void Acknowledge(uint frame)
    {
        if (fromDevice.Facts is { } facts)
            _ = SendAsync(ShareControl.Acknowledge(facts.ShareId, parts.Channels.DeviceUser, frame));
    }

    /// <summary>A share PDU of ours to the device; it is nothing that somebody typed, so it is not recorded and passes a freeze.</summary>
    private async Task SendAsync(byte[] pdu)
    {
        await input.EnterAsync();
        await input.AppendAsync(DesktopOpKind.Own, null, SendData.ToFrame(false, parts.Channels.DeviceUser, parts.Channels.Desktop.Device, pdu));
        input.Leave();
    }

    private async Task RecordAsync(byte[] json)
    {
        await output.EnterAsync();
        await output.AppendEventAsync(json);
        output.Leave();
    }

    private async Task ReadDeviceAsync()
    {
        var reason = SessionEndReason.DeviceClosed;
        List<byte[]> onward = [], back = [];
        try
        {
            do
            {
                await output.EnterAsync();
                try
                {
                    while (parts.DeviceFrames.TryTake(out var frame))
                        await TakeAsync(frame, onward, back);
                    if (sentence.Length > 0 && changed && !screen.Blind && wheel.Now - drawnAt >= RedrawEvery)
                        await DrawAsync(whole: false);
                }
                finally
                {
                    output.Leave();
                }
                foreach (var answer in back)
                {
                    await input.EnterAsync();
                    await input.AppendAsync(DesktopOpKind.Own, null, answer);
                    input.Leave();
                }
                back.Clear();
            }
            while (!fromDevice.Ended && await parts.DeviceFrames.FillAsync(CancellationToken.None));
        }
        catch (RdpProtocolException e)
        {
            NotUnderstood(Session.Id, "device", e.Message);
            reason = SessionEndReason.DeviceProtocolError;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            reason = SessionEndReason.DeviceLost;
        }
        catch (Exception e)
        {
            Broken(e);
        }
        if (!Session.Current.IsOver)
            await DrainAsync();
        Session.End(reason);
    }

    private async ValueTask TakeAsync(Memory<byte> frame, List<byte[]> onward, List<byte[]> back)
    {
        var (before, active) = (fromDevice.Facts, fromDevice.IsActive);
        var passes = fromDevice.Take(frame.Span, onward, back);
        changed |= fromDevice.Draws;
        if (fromDevice.Facts is { } facts && !ReferenceEquals(before, facts))
            await output.AppendEventAsync(DesktopEvents.Size(facts.Width, facts.Height, facts.BitsPerPixel));
        var becameActive = !active && fromDevice.IsActive;
        if (passes)
            await output.AppendAsync(DesktopOpKind.Passed, Track.Output, frame, becameActive ? TechnicianScreen.FontMap : fromDevice.Frame + 1 ?? 0);
        foreach (var other in onward)
            await output.AppendAsync(DesktopOpKind.Passed, Track.Output, other, becameActive ? TechnicianScreen.FontMap : 0);
        onward.Clear();
        if (becameActive)
        {
            await output.AppendEventAsync(DesktopEvents.Active());
            await DrawAsync(screen.Blind);
        }
    }

    /// <summary>Everything the device showed before it went is the technician's.</summary>
    private async Task DrainAsync()
    {
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await output.EnterAsync();
        await output.AppendAsync(DesktopOpKind.Marker, null, default, marker: delivered);
        output.Leave();
        await Task.WhenAny(delivered.Task, over.Task, Task.Delay(DrainLimit, time));
    }

    private async Task ReadClientAsync()
    {
        var reason = SessionEndReason.TechnicianClosed;
        List<byte[]> onward = [], back = [];
        try
        {
            do
            {
                await input.EnterAsync();
                try
                {
                    while (parts.ClientFrames.TryTake(out var frame))
                    {
                        var passes = fromClient.Take(frame.Span, onward, back);
                        if (fromClient.IsInput)
                            Session.Touch();
                        // What is typed while frozen is discarded here, and what was under way behind the lane.
                        if (!fromClient.IsInput || !gate.IsShut)
                            await PassAsync(passes, frame, onward);
                        onward.Clear();
                    }
                }
                finally
                {
                    input.Leave();
                }
                if (back.Count > 0)
                {
                    await output.EnterAsync();
                    foreach (var answer in back)
                        await output.AppendAsync(DesktopOpKind.Own, Track.Output, answer);
                    output.Leave();
                    back.Clear();
                }
            }
            while (!fromClient.Ended && await parts.ClientFrames.FillAsync(CancellationToken.None));
        }
        catch (RdpProtocolException e)
        {
            NotUnderstood(Session.Id, "technician", e.Message);
            reason = SessionEndReason.TechnicianProtocolError;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            reason = SessionEndReason.TechnicianLost;
        }
        catch (Exception e)
        {
            Broken(e);
        }
        Session.End(reason);
    }

    private async ValueTask PassAsync(bool passes, Memory<byte> frame, List<byte[]> onward)
    {
        var argument = fromClient.IsInput ? DeviceInput.TypedIn(gate.Epoch) : DeviceInput.NotTyped;
        if (passes)
            await input.AppendAsync(DesktopOpKind.Passed, Track.Input, frame, argument);
        foreach (var other in onward)
            await input.AppendAsync(DesktopOpKind.Passed, Track.Input, other, argument);
    }

    private void Broken(Exception e)
    {
        Failed(e, Session.Id);
        Session.End(SessionEndReason.InternalError);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {SessionId} ends because of a mistake in the desktop relay")]
    private partial void Failed(Exception e, string sessionId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId}: the {Leg} does not keep to the protocol: {What}")]
    private partial void NotUnderstood(string sessionId, string leg, string what);
}
