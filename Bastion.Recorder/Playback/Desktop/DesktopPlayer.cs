using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;

namespace Bastion.Recorder.Playback.Desktop;

/// <summary>Plays one recording to one viewer: paced by its clock, or as it becomes durable.</summary>
internal sealed class DesktopPlayer(DesktopScreen screen, FrameCursor cursor, DesktopViewer viewer, PlayOutput output, Task<DesktopIndex> indexing, TimeProvider time, CancellationToken cancel)
{
    private const long IdleMicros = 2_000_000;
    private const long BeforeChangeMicros = 500_000;
    private static readonly TimeSpan Report = TimeSpan.FromMilliseconds(250);

    private readonly PlayClock _clock = new(time);
    private bool _skipIdle;
    private long _reported;

    /// <summary>A sealed recording, or what there is of an open one: until the viewer leaves.</summary>
    public async Task PlayAsync(PlayStart start)
    {
        _skipIdle = start.SkipIdle;
        _clock.Run(start.Speed == 0 ? 1 : start.Speed);
        await screen.ActivateAsync(0);
        if (start.AtMicros > 0)
            await SeekAsync(start.AtMicros);
        else
            await ReportAsync(sought: true);
        if (!start.Paused)
            _clock.Play();
        while (true)
        {
            while (viewer.Commands.TryRead(out var command))
                await ApplyAsync(command);
            if (!_clock.Playing || await cursor.PeekAsync() is not { } frame)
            {
                _clock.Pause();
                await ReportAsync();
                await viewer.Commands.WaitToReadAsync(cancel);
                continue;
            }

            if (_skipIdle && frame.MonotonicMicros - _clock.Micros > IdleMicros)
                _clock.Jump(frame.MonotonicMicros - BeforeChangeMicros);
            var wait = _clock.Until(frame.MonotonicMicros);
            if (wait > TimeSpan.Zero)
            {
                await WaitAsync(wait < Report ? wait : Report);
            }
            else
            {
                cursor.Take();
                await screen.ShowAsync(frame);
            }

            if (time.GetElapsedTime(_reported) >= Report)
                await ReportAsync();
        }
    }

    /// <summary>Over the shoulder: the last keyframe, what followed it, then every frame as it becomes durable. Ends with the recording.</summary>
    public async Task FollowAsync(RecordingInfo info)
    {
        await screen.ActivateAsync(0);
        var index = await indexing;
        var plan = index.Plan(long.MaxValue / 2);
        await screen.SeekAsync(plan, -1, forward: false);
        await screen.CatchUpAsync(index.Next);
        _clock.Jump(index.DurationMicros);
        await ReportAsync(sought: true);
        while (await cursor.PeekAsync() is { } frame)
        {
            cursor.Take();
            await screen.ShowAsync(frame);
            if (frame.Track == Track.Event && !DesktopEvents.IsKeyframe(frame))
                await output.SendAsync(new PlayDesktopReply { Event = new PlayEvent { Micros = frame.MonotonicMicros, Channel = frame.Channel, Payload = frame.Payload } });
        }

        await output.SendAsync(new PlayDesktopReply { Sealed = new PlaySealed { EndReason = info.End?.Statement.EndReason ?? "" } });
    }

    private async Task ApplyAsync(PlayCommand command)
    {
        switch (command.WhatCase)
        {
            case PlayCommand.WhatOneofCase.SeekMicros:
                // Of several in a row the last one is meant.
                while (viewer.Commands.TryPeek(out var next) && next.WhatCase == PlayCommand.WhatOneofCase.SeekMicros && viewer.Commands.TryRead(out next))
                    command = next;
                await SeekAsync(command.SeekMicros);
                break;
            case PlayCommand.WhatOneofCase.Speed:
                _clock.Run(command.Speed);
                await ReportAsync();
                break;
            case PlayCommand.WhatOneofCase.Paused when command.Paused:
                _clock.Pause();
                await ReportAsync();
                break;
            case PlayCommand.WhatOneofCase.Paused:
                _clock.Play();
                await ReportAsync();
                break;
            case PlayCommand.WhatOneofCase.SkipIdle:
                _skipIdle = command.SkipIdle;
                break;
        }
    }

    private async Task SeekAsync(long micros)
    {
        var index = await indexing;
        micros = Math.Clamp(micros, 0, index.DurationMicros);
        await screen.SeekAsync(index.Plan(micros), micros, forward: micros >= _clock.Micros);
        _clock.Jump(micros);
        await ReportAsync(sought: true);
    }

    private async Task WaitAsync(TimeSpan wait)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var delay = Task.Delay(wait, time, over.Token);
        await Task.WhenAny(delay, viewer.Commands.WaitToReadAsync(over.Token).AsTask());
        await over.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    private Task ReportAsync(bool sought = false)
    {
        _reported = time.GetTimestamp();
        return output.SendAsync(new PlayDesktopReply { Position = new PlayPosition { Micros = _clock.Micros, Playing = _clock.Playing, Speed = _clock.Speed, Sought = sought } });
    }
}
