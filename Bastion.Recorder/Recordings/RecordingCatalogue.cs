using System.Collections.Concurrent;

namespace Bastion.Recorder.Recordings;

/// <summary>All recordings of this Recorder by their id, and the live ones of them.</summary>
internal sealed class RecordingCatalogue
{
    private readonly ConcurrentDictionary<Guid, RecordingInfo> _all = new();
    private readonly ConcurrentDictionary<Guid, LiveRecording> _live = new();

    public ICollection<LiveRecording> Live => _live.Values;

    public int LiveCount => _live.Count;

    public IEnumerable<RecordingInfo> All => _all.Values;

    public void Add(RecordingInfo info) => _all[info.Id] = info;

    public void Add(LiveRecording recording)
    {
        _all[recording.Info.Id] = recording.Info;
        _live[recording.Info.Id] = recording;
    }

    public RecordingInfo? Find(Guid id) => _all.GetValueOrDefault(id);

    public LiveRecording? FindLive(Guid id) => _live.GetValueOrDefault(id);

    /// <summary>It was never opened.</summary>
    public void Remove(LiveRecording recording)
    {
        _live.TryRemove(recording.Info.Id, out _);
        _all.TryRemove(recording.Info.Id, out _);
    }

    /// <summary>It is sealed: from now on it is read from its file only.</summary>
    public void Retire(LiveRecording recording) => _live.TryRemove(recording.Info.Id, out _);
}
