using System.Diagnostics;

namespace Bastion.Recorder.Storage;

/// <summary>
/// Group commit for all sessions and the journal: whatever waits goes to disk together, at once when the disk is idle and as one
/// batch behind the commit that keeps it busy. One thread; the first error ends it for good.
/// </summary>
internal sealed class CommitLoop : IDisposable
{
    private readonly WriteAheadLog _log;
    private readonly Checkpointer _checkpointer;
    private readonly StorageHealth _health;
    private readonly StorageMetrics _metrics;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private List<PendingWrite> _waiting = [];
    private bool _stopping;

    public CommitLoop(WriteAheadLog log, Checkpointer checkpointer, StorageHealth health, StorageMetrics metrics)
    {
        (_log, _checkpointer, _health, _metrics) = (log, checkpointer, health, metrics);
        _thread = new Thread(Run) { Name = "commit", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Writes to one file must be handed over in order of their offsets, the next before or after the answer to the last.</summary>
    public void Append(PendingWrite write)
    {
        if (_health.Ok)
        {
            lock (_gate)
            {
                if (!_stopping)
                {
                    _waiting.Add(write);
                    if (_waiting.Count == 1)
                        Monitor.Pulse(_gate);
                    return;
                }
            }
        }
        write.OnFailed(_health.Ok ? new StorageException("Recorder is stopping") : _health.Failed.Result);
    }

    /// <summary>Commits what waits, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
        _thread.Join();
    }

    private void Run()
    {
        var taken = new List<PendingWrite>();
        while (Take(ref taken))
        {
            var done = 0;
            try
            {
                while (done < taken.Count)
                    done = CommitSome(taken, done);
            }
            catch (StorageException reason)
            {
                Fail(taken, reason);
                return;
            }
            taken.Clear();
        }
    }

    private bool Take(ref List<PendingWrite> taken)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_stopping)
                    return false;
                Monitor.Wait(_gate);
            }
            (taken, _waiting) = (_waiting, taken);
            return true;
        }
    }

    private int CommitSome(List<PendingWrite> writes, int from)
    {
        _log.Begin();
        var to = from;
        while (to < writes.Count && _log.TryAdd(writes[to]))
            to++;
        if (to == from)
            throw new StorageException("a write is larger than a commit");
        if (!_log.FitsSegment)
        {
            _checkpointer.LeaveSegment(_log);
            _log.StartNextSegment();
        }
        var start = Stopwatch.GetTimestamp();
        _log.Commit();
        _metrics.Committed(to - from, Stopwatch.GetElapsedTime(start));
        // This commit is on disk; but once any sync has failed, nobody is told so any more.
        _health.ThrowIfFailed();
        for (var i = from; i < to; i++)
            writes[i].OnDurable();
        for (var i = from; i < to; i++)
        {
            var write = writes[i];
            write.File.Apply(write.Bytes.Span, write.Offset);
            _checkpointer.Touched(write.File);
            write.OnReadable();
            writes[i] = null!;
        }
        return to;
    }

    private void Fail(List<PendingWrite> taken, StorageException reason)
    {
        _health.Fail(reason);
        lock (_gate)
        {
            taken.AddRange(_waiting);
            _waiting = [];
            _stopping = true;
        }
        // Those that are done are null. One that was durable but could not be applied is told both; only the first counts.
        foreach (var write in taken)
            write?.OnFailed(_health.Failed.Result);
    }
}
