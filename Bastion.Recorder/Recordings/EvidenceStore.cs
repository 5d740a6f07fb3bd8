using System.Threading.Channels;
using System.Diagnostics.Metrics;
using Bastion.Hosting;
using Bastion.Recorder.Journal;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// Everything that Recorder keeps, from the moment a start has recovered it. When the start finds a disk it cannot trust, the
/// store stays failed and says why; nothing is opened, appended or read then.
/// </summary>
internal sealed class EvidenceStore(StoreSettings settings, Disk disk, KeyRing ring, StorageMetrics metrics, TimeProvider time, ILogger<EvidenceStore> log) : IAsyncDisposable
{
    private DataDirectory? _directory;
    private WriteAheadLog? _wal;
    private Checkpointer? _checkpointer;
    private CommitLoop? _commits;
    private JournalStore? _journal;
    private CheckpointKeeper? _checkpoints;
    private LiveRecordingServices? _services;

    /// <summary>What was sealed since somebody looked; what does not fit is found at the next start.</summary>
    public Channel<Guid> JustSealed { get; } = Channel.CreateBounded<Guid>(4096);

    public StorageHealth Health { get; } = new();

    public RecordingCatalogue Catalogue { get; } = new();

    public OwnEntries Entries { get; } = new(time);

    public SealedLoader Loader { get; } = new(disk, ring);

    public Disk Disk => disk;

    public DataDirectory Directory => _directory ?? throw NotStarted();

    public JournalStore Journal => _journal ?? throw NotStarted();

    public CheckpointKeeper Checkpoints => _checkpoints ?? throw NotStarted();

    public CommitLoop Commits => _commits ?? throw NotStarted();

    public LiveRecordingServices Services => _services ?? throw NotStarted();

    public JournalKeys? JournalKeys { get; private set; }

    public bool Started => _services is not null;

    /// <summary>Recovers what is on disk and takes up work. A disk that fails here is in <see cref="Health"/>, not thrown.</summary>
    /// <exception cref="IOException">Another Recorder works in the directory.</exception>
    public async Task StartAsync()
    {
        metrics.Meter.CreateObservableGauge("bastion.recorder.recordings.open", () => Catalogue.LiveCount, "{recording}", "Recordings that are not sealed");
        metrics.Meter.CreateObservableGauge("bastion.recorder.storage.ok", () => Health.Ok ? 1 : 0, null, "1 while the disk can be trusted");
        metrics.Meter.CreateObservableGauge("bastion.recorder.disk.free", () => _directory?.FreeBytes ?? 0, "By", "Free disk where the recordings are");
        _ = Health.Failed.ContinueWith(t => OnFailed(t.Result), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            _directory = new DataDirectory(disk, settings.DataDirectory);
            var replay = ReplayLog();
            OpenJournal(replay);
            var recovery = new StoreRecovery(this, ring, time, log);
            recovery.LoadSealed();
            await recovery.TakeUpLiveAsync(settings.AdoptionTime);
            await recovery.JournalAsync(replay);
        }
        catch (StorageException reason)
        {
            Health.Fail(reason);
        }
    }

    /// <summary>An orderly stop: what is live ends here, and the word for it is that Recorder went away.</summary>
    public async Task StopAsync()
    {
        if (!Health.Ok)
            return;
        try
        {
            await Task.WhenAll(Catalogue.Live.Select(recording => recording.SealAsync(EndReasons.RecorderLost, "")));
        }
        catch (StorageException reason)
        {
            Health.Fail(reason);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _commits?.Dispose();
        _checkpointer?.Dispose();
        foreach (var recording in Catalogue.Live)
            await recording.DisposeAsync();
        _wal?.Dispose();
        _directory?.Dispose();
    }

    private WalReplay ReplayLog()
    {
        var replay = new WalReplay(disk, Directory.Wal, settings.WalSegments);
        var files = new Dictionary<FileId, RedoFile?>();
        replay.Run((id, offset, bytes) =>
        {
            if (!files.TryGetValue(id, out var file))
                files[id] = file = RedoFile.Open(disk, PathOf(id), create: id.Kind == FileKind.Journal);
            file?.Write(bytes, offset);
        });
        foreach (var file in files.Values)
            file?.SyncAndClose();
        return replay;
    }

    // What is sealed was synced before it was moved, and what was removed held nothing: neither needs the log.
    private string? PathOf(FileId id) => id.Kind switch
    {
        FileKind.Journal => Directory.JournalFile,
        FileKind.Recording when File.Exists(Directory.LivePath(id.Id)) => Directory.LivePath(id.Id),
        _ => null,
    };

    private void OpenJournal(WalReplay replay)
    {
        var path = Directory.JournalFile;
        var handle = disk.Open(path, create: true);
        disk.SyncDirectory(Path.GetDirectoryName(path)!);
        JournalKeys = new JournalKeys(disk, ring, Directory.JournalKeys);
        var loaded = LoadedJournal.Load(disk, handle, path, JournalKeys);
        if (RandomAccess.GetLength(handle) > loaded.Length)
            disk.Truncate(handle, path, loaded.Length);
        _wal = new WriteAheadLog(disk, Directory.Wal, settings.WalSegments, settings.WalSegmentBytes, settings.MaxCommitBytes, replay);
        _checkpointer = new Checkpointer(Health);
        _commits = new CommitLoop(_wal, _checkpointer, Health, metrics);
        _journal = new JournalStore(disk, new AppendFile(disk, FileId.Journal, path, handle, loaded.Length), loaded, JournalKeys, _commits, time);
        _checkpoints = new CheckpointKeeper(disk, _journal, ring.Journal, settings.JournalOrigin, Directory.CheckpointFile);
        _checkpoints.Check(loaded);
        _services = new LiveRecordingServices(time, settings.AdoptionTime, _commits, ring.Signing, metrics, OnSealedAsync);
    }

    /// <summary>A recording and its keys as they lie on the disk. No source: the file does not start as one. No keys: they are gone.</summary>
    /// <exception cref="StorageException"/>
    public (RecordSource? Source, RecordingKeys? Keys) Open(RecordingInfo info)
    {
        lock (info.Place)
            return (RecordSource.Open(disk, info.Path), Loader.KeysOf(info.Id, info.Path));
    }

    private async Task OnSealedAsync(LiveRecording recording, SealedEnd end)
    {
        var info = recording.Info;
        await Journal.AppendAsync(Plane.Recorder, [OwnEntries.Sealed(info.Id, info.Lease!, end.Statement, end.Head, end.Bytes)]);
        try
        {
            recording.MoveTo(disk, Directory);
        }
        catch (StorageException reason)
        {
            // Sealed and journaled it is; the next start puts it in its place.
            info.End = end;
            Health.Fail(reason);
            return;
        }
        info.End = end;
        Catalogue.Retire(recording);
        await recording.DisposeAsync();
        JustSealed.Writer.TryWrite(info.Id);
        Log.Sealed(log, info.Id, end.Statement.EndReason, end.Statement.Frames, end.Bytes);
    }

    private void OnFailed(StorageException reason)
    {
        Log.StorageFailed(log, reason.Message);
        foreach (var recording in Catalogue.Live)
            recording.Fail(new AppendFailure(AppendFailure.Storage, reason.Message));
    }

    private StorageException NotStarted() => Health.Ok ? new StorageException("Recorder has not started") : Health.Failed.Result;
}
