using Bastion.Rdp.Replay;
using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Playback.Desktop;

/// <summary>Where in a recording a player can start, and what its timeline shows. Every frame goes in once, in order.</summary>
internal sealed class DesktopIndex(ReplayDesktop desktop)
{
    private const int Cells = 200;
    private const int MaxEvents = 10_000;
    private const int MaxEventBytes = 1 << 20;

    // A keyframe's mark stands before the repaint it announces, which takes a moment to come.
    private const long RepaintMicros = 1_500_000;

    private readonly List<PlayEvent> _events = [];
    private readonly List<(ulong Index, long Micros)> _keyframes = [];
    private readonly List<Activation> _activations = [];
    private readonly List<uint> _seconds = [];
    private (int Width, int Height) _size = (desktop.Width, desktop.Height);
    private int _eventBytes;

    public long DurationMicros { get; private set; }

    /// <summary>Index of the frame after the last one.</summary>
    public ulong Next { get; private set; }

    public void Add(RecordedFrame frame)
    {
        (DurationMicros, Next) = (Math.Max(DurationMicros, frame.MonotonicMicros), frame.Index + 1);
        if (DesktopEvents.ReadSize(frame) is { } size)
            _size = size;
        switch (frame.Track)
        {
            case Track.Event when DesktopEvents.IsKeyframe(frame):
                _keyframes.Add((frame.Index, frame.MonotonicMicros));
                break;
            case Track.Event when _events.Count < MaxEvents && _eventBytes < MaxEventBytes:
                _events.Add(new PlayEvent { Micros = frame.MonotonicMicros, Channel = frame.Channel, Payload = frame.Payload });
                _eventBytes += frame.Payload.Length;
                break;
            case Track.Output:
                AddOutput(frame);
                break;
        }
    }

    /// <summary>Where to start to show this instant: the last activation, its first RemoteFX update, and the frame from which on all must be shown.</summary>
    public SeekPlan Plan(long micros)
    {
        var activation = _activations.FindLast(one => one.Micros <= micros) ?? _activations.FirstOrDefault() ?? new Activation(0, 0);
        var from = activation.Index;
        foreach (var keyframe in _keyframes)
        {
            if (keyframe.Micros > micros - RepaintMicros)
                break;
            from = Math.Max(from, keyframe.Index);
        }

        return new SeekPlan(activation.Index, activation.RemoteFx, from);
    }

    public PlayTimeline Timeline()
    {
        var timeline = new PlayTimeline { DurationMicros = DurationMicros, Width = _size.Width, Height = _size.Height };
        timeline.Events.AddRange(_events);
        timeline.Keyframes.AddRange(_keyframes.Select(one => one.Micros));
        var cells = new uint[Cells];
        for (var second = 0; second < _seconds.Count; second++)
            cells[Math.Min(Cells - 1, (int)(second * 1_000_000L * Cells / Math.Max(1, DurationMicros)))] += _seconds[second];
        timeline.Activity.AddRange(cells);
        return timeline;
    }

    private void AddOutput(RecordedFrame frame)
    {
        var second = (int)Math.Clamp(frame.MonotonicMicros / 1_000_000, 0, 10 * 24 * 3600);
        while (_seconds.Count <= second)
            _seconds.Add(0);
        _seconds[second] += (uint)frame.Payload.Length;
        var rest = frame.Payload.Span;
        for (int length; (length = ReplayFilter.FirstLength(rest)) > 0; rest = rest[length..])
        {
            var pdu = rest[..length];
            if (ReplayFilter.KindOf(pdu, desktop.IoChannel) == ReplayPdu.DemandActive)
                _activations.Add(new Activation(frame.Index, frame.MonotonicMicros));
            else if (_activations.Count > 0 && _activations[^1].RemoteFx is null && ReplayFilter.StartsRemoteFx(pdu))
                _activations[^1].RemoteFx = frame.Index;
        }
    }

    private sealed class Activation(ulong index, long micros)
    {
        public ulong Index => index;

        public long Micros => micros;

        public ulong? RemoteFx { get; set; }
    }
}
