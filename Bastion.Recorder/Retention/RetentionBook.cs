using System.Text.Json;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Retention;

/// <summary>Holds of interventions, and erasures that wait for a second person: a small file each, on disk before anybody is answered.</summary>
internal sealed class RetentionBook(EvidenceStore store)
{
    private const int MaxFile = 16 << 10;
    private readonly Lock _gate = new();

    public RetentionLine? HoldOf(string intervention) => Read(PathOf("holds", intervention));

    public bool IsHeld(string? intervention) => intervention is { Length: > 0 } && File.Exists(PathOf("holds", intervention));

    public IReadOnlyList<string> Held() => Names("holds");

    public RetentionLine? ErasureOf(Guid recording) => Read(PathOf("erasures", recording.ToString()));

    public IReadOnlyList<Guid> Erasures() => [.. Names("erasures").Select(Guid.Parse)];

    /// <exception cref="StorageException"/>
    public void Write(string kind, string name, RetentionLine line)
    {
        lock (_gate)
        {
            var path = PathOf(kind, name);
            store.Disk.CreateDirectory(Path.GetDirectoryName(path)!);
            store.Disk.WriteWhole(path, JsonSerializer.SerializeToUtf8Bytes(line));
        }
    }

    /// <exception cref="StorageException"/>
    public void Remove(string kind, string name)
    {
        lock (_gate)
        {
            var path = PathOf(kind, name);
            if (!File.Exists(path))
                return;
            store.Disk.Remove(path);
            store.Disk.SyncDirectory(Path.GetDirectoryName(path)!);
        }
    }

    private RetentionLine? Read(string path)
    {
        lock (_gate)
            return File.Exists(path) ? JsonSerializer.Deserialize<RetentionLine>(store.Disk.ReadWhole(path, MaxFile)) : null;
    }

    private List<string> Names(string kind)
    {
        var directory = Path.Combine(store.Directory.Retention, kind);
        return Directory.Exists(directory) ? [.. Directory.GetFiles(directory).Select(file => Path.GetFileName(file)).Where(name => Guid.TryParse(name, out _))] : [];
    }

    // Names are UUIDs; whatever else somebody sends does not become a path.
    private string PathOf(string kind, string name) => Path.Combine(store.Directory.Retention, kind, Guid.Parse(name).ToString());
}
