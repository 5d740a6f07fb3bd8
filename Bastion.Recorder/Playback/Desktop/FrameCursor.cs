using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;

namespace Bastion.Recorder.Playback.Desktop;

/// <summary>The next frame of a recording, from anywhere in it.</summary>
internal sealed class FrameCursor(RecordingReading reading, RecordingInfo info, bool follow, bool input, CancellationToken cancel) : IAsyncDisposable
{
    private IAsyncEnumerator<RecordedFrame>? _frames;
    private RecordedFrame? _next;

    /// <summary>Index of the frame that comes next.</summary>
    public ulong Position { get; private set; }

    public async Task GoToAsync(ulong index)
    {
        if (_frames is not null && index == Position)
            return;
        await DisposeAsync();
        (_next, Position) = (null, index);
        _frames = reading.FramesAsync(info, index, follow, input, cancel).GetAsyncEnumerator(cancel);
    }

    /// <summary>The next frame, which stays the next until it is taken; null at the end.</summary>
    public async ValueTask<RecordedFrame?> PeekAsync()
    {
        if (_frames is null)
            await GoToAsync(0);
        if (_next is null && await _frames!.MoveNextAsync())
            _next = _frames.Current;
        return _next;
    }

    public void Take()
    {
        if (_next is null)
            return;
        Position = _next.Index + 1;
        _next = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_frames is not null)
            await _frames.DisposeAsync();
        _frames = null;
    }
}
