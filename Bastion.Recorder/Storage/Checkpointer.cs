namespace Bastion.Recorder.Storage;

/// <summary>
/// Makes room in the write-ahead log: the files that a finished segment wrote to are synced on their own, then the segment may be
/// used again. Runs beside the commits; only a disk slower than the sessions for a whole ring makes them wait.
/// </summary>
internal sealed class Checkpointer(StorageHealth health) : IDisposable
{
    private HashSet<AppendFile> _touched = [];
    private Task _last = Task.CompletedTask;

    /// <summary>Called by the commit thread after it wrote to a file.</summary>
    public void Touched(AppendFile file) => _touched.Add(file);

    /// <summary>Called by the commit thread when a segment is full. Returns when the next one is free.</summary>
    public void LeaveSegment(WriteAheadLog log)
    {
        var files = _touched;
        _touched = [];
        var next = log.Segment + 1;
        _last = _last.ContinueWith(_ => Sync(files, log, next), CancellationToken.None, TaskContinuationOptions.DenyChildAttach, TaskScheduler.Default);
        while (log.NextIsNeeded && health.Ok)
            _last.Wait();
        health.ThrowIfFailed();
    }

    public void Dispose() => _last.Wait();

    private void Sync(HashSet<AppendFile> files, WriteAheadLog log, ulong firstNeeded)
    {
        if (!health.Ok)
            return;
        try
        {
            foreach (var file in files)
                file.SyncData();
            log.Release(firstNeeded);
        }
        catch (StorageException reason)
        {
            health.Fail(reason);
        }
    }
}
