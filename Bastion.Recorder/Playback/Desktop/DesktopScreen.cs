using Bastion.Rdp.Replay;
using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Playback.Desktop;

/// <summary>Brings the viewer's screen to an instant of the recording, and from there on frame by frame.</summary>
internal sealed class DesktopScreen(ReplayDesktop desktop, ReplayHandshake handshake, DesktopViewer viewer, PlayOutput output, FrameCursor cursor)
{
    private ulong? _activation;
    private bool _remoteFx;

    /// <summary>From Demand Active to Font Map; the cursor stands behind it afterwards. False: the recording ends before.</summary>
    public async Task<bool> ActivateAsync(ulong from)
    {
        if (_activation is not null)
            await output.DataAsync(handshake.Deactivate());
        await viewer.UntilAsync(ReplayPhase.Licensing);
        if (_activation is null)
            await output.DataAsync(handshake.Licence());
        (_activation, _remoteFx) = (from, false);
        await cursor.GoToAsync(from);
        while (await cursor.PeekAsync() is { } frame)
        {
            cursor.Take();
            if (frame.Track != Track.Output)
                continue;
            foreach (var (kind, pdu) in Pdus(frame))
            {
                if (kind is ReplayPdu.Finalization)
                    await viewer.UntilAsync(ReplayPhase.Confirmed);
                if (kind is ReplayPdu.FontMap)
                    await viewer.UntilAsync(ReplayPhase.Active);
                if (kind is ReplayPdu.DemandActive)
                    _activation = frame.Index;
                if (kind is ReplayPdu.DemandActive or ReplayPdu.Finalization or ReplayPdu.FontMap)
                    await output.DataAsync(pdu);
                if (kind == ReplayPdu.FontMap)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Shows this instant in as few updates as it takes.</summary>
    public async Task SeekAsync(SeekPlan plan, long micros, bool forward)
    {
        if (_activation != plan.Activation && !await ActivateAsync(plan.Activation))
            return;
        var from = Math.Max(plan.From, _activation == plan.Activation ? plan.Activation + 1 : plan.From);
        if (!forward || cursor.Position < from)
        {
            if (!_remoteFx && plan.RemoteFx is { } start && start < from)
                await ShowHeadAsync(start);
            await cursor.GoToAsync(from);
        }

        var catchUp = new CatchUp();
        while (await cursor.PeekAsync() is { } frame && (frame.MonotonicMicros <= micros || catchUp.IsBetween))
        {
            cursor.Take();
            Gather(frame, catchUp);
        }

        foreach (var pdu in catchUp.Take())
            await output.DataAsync(pdu);
    }

    /// <summary>Live: everything up to this frame in few updates.</summary>
    public async Task CatchUpAsync(ulong until)
    {
        var catchUp = new CatchUp();
        while ((cursor.Position < until || catchUp.IsBetween) && await cursor.PeekAsync() is { } frame)
        {
            cursor.Take();
            Gather(frame, catchUp);
        }

        foreach (var pdu in catchUp.Take())
            await output.DataAsync(pdu);
    }

    /// <summary>Shows one frame as it was: pictures go on, and the pointer where it was asked for.</summary>
    public async Task ShowAsync(RecordedFrame frame)
    {
        if (frame.Track == Track.Input)
        {
            await ShowPointerAsync(frame);
            return;
        }

        if (frame.Track != Track.Output)
            return;
        var message = new List<byte>(frame.Payload.Length);
        foreach (var (kind, pdu) in Pdus(frame))
        {
            if (kind is ReplayPdu.Other)
                continue;
            if (kind is ReplayPdu.DemandActive)
                (_activation, _remoteFx) = (frame.Index, false);
            _remoteFx |= ReplayFilter.StartsRemoteFx(pdu);
            if (kind is ReplayPdu.Picture)
            {
                message.AddRange(pdu);
                continue;
            }

            // What starts a desktop anew is one message each.
            await FlushAsync(message);
            await output.DataAsync(pdu);
        }

        await FlushAsync(message);
    }

    private async Task FlushAsync(List<byte> message)
    {
        if (message.Count > 0)
            await output.DataAsync([.. message]);
        message.Clear();
    }

    private async Task ShowHeadAsync(ulong index)
    {
        await cursor.GoToAsync(index);
        var catchUp = new CatchUp();
        while (!_remoteFx || catchUp.IsBetween)
        {
            if (await cursor.PeekAsync() is not { } frame)
                break;
            cursor.Take();
            Gather(frame, catchUp);
        }

        foreach (var pdu in catchUp.Take())
            await output.DataAsync(pdu);
    }

    private void Gather(RecordedFrame frame, CatchUp catchUp)
    {
        if (frame.Track != Track.Output)
            return;
        foreach (var (kind, pdu) in Pdus(frame))
        {
            // A plan stays within one activation: nothing but pictures matters.
            if (kind is not ReplayPdu.Picture)
                continue;
            _remoteFx |= ReplayFilter.StartsRemoteFx(pdu);
            catchUp.Add(pdu);
        }
    }

    private async Task ShowPointerAsync(RecordedFrame frame)
    {
        PlayPointer? pointer = null;
        var rest = frame.Payload;
        for (var at = 0; ReplayFilter.FirstLength(rest.Span[at..]) is > 0 and var length; at += length)
        {
            if (PointerReader.Read(rest.Span.Slice(at, length)) is { } found)
                pointer = new PlayPointer { X = found.X, Y = found.Y, Pressed = found.Pressed || pointer is { Pressed: true } };
        }

        if (pointer is not null)
            await output.SendAsync(new PlayDesktopReply { Pointer = pointer });
    }

    private List<(ReplayPdu Kind, byte[] Pdu)> Pdus(RecordedFrame frame)
    {
        var pdus = new List<(ReplayPdu, byte[])>();
        var rest = frame.Payload.Span;
        for (int length; (length = ReplayFilter.FirstLength(rest)) > 0; rest = rest[length..])
            pdus.Add((ReplayFilter.KindOf(rest[..length], desktop.IoChannel), rest[..length].ToArray()));
        return pdus;
    }
}
