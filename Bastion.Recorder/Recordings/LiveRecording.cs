using System.Collections.Concurrent;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Ingest;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// A recording that is not sealed. Batches of one stream at a time go in; what is durable comes out, to that stream and to
/// whoever watches. When nobody feeds it any more it seals itself.
/// </summary>
internal sealed class LiveRecording : IAsyncDisposable
{
    /// <summary>Bytes of one recording on their way to the disk; beyond that its stream is not read.</summary>
    public const int MaxInFlight = 4 << 20;

    private readonly AppendFile _file;
    private readonly RecordWriter _writer;
    private readonly LiveRecordingServices _services;
    private readonly ConcurrentDictionary<Signal, bool> _watchers = new();
    private readonly ITimer _unattended;
    private readonly Lock _gate = new();
    private AppendFeed? _feed;
    private string _lossReason = EndReasons.GatewayLost;
    private Task<SealedEnd>? _sealing;
    private AppendFailure? _failure;
    private ulong _durable;
    private int _inFlight;

    public LiveRecording(RecordingInfo info, long ceiling, AppendFile file, RecordWriter writer, LiveRecordingServices services)
    {
        (Info, Ceiling, _file, _writer, _services) = (info, ceiling, file, writer, services);
        _durable = writer.Sequence;
        _unattended = services.Time.CreateTimer(_ => OnUnattended(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public RecordingInfo Info { get; }

    /// <summary>Bytes of disk that were reserved for it.</summary>
    public long Ceiling { get; }

    /// <summary>Bytes of the file that are durable.</summary>
    public long Readable => _file.Readable;

    public long Written => _writer.Length;

    /// <summary>Sequence of the last batch that is on disk.</summary>
    public ulong Durable => Volatile.Read(ref _durable);

    /// <summary>Sequence of the last batch that was taken.</summary>
    public ulong Appended => _writer.Sequence;

    public ulong Frames => _writer.Frames;

    public byte[] Head
    {
        get
        {
            lock (_gate)
                return _writer.Head.ToArray();
        }
    }

    public long MonotonicMicros => _writer.MonotonicMicros;

    public bool Recovered => _writer.Recovered;

    /// <summary>What the recovery said; empty without one.</summary>
    public string RecoveryText { get; init; } = "";

    public AppendFailure? Failure => Volatile.Read(ref _failure);

    /// <summary>Set once sealing has begun; the first reason is the one it ends with.</summary>
    public Task<SealedEnd>? Sealing => Volatile.Read(ref _sealing);

    public bool HasRoom => Volatile.Read(ref _inFlight) < MaxInFlight;

    /// <summary>Writes the preamble and the first record; done when they are durable.</summary>
    /// <exception cref="StorageException"/>
    public async Task OpenAsync()
    {
        var record = _writer.Open(Info.Opening!);
        var write = new AwaitedWrite { File = _file, Offset = record.Offset, Bytes = record.Bytes };
        _services.Commits.Append(write);
        await write.Done;
        record.Return();
    }

    /// <summary>Nobody feeds it: after this time it seals itself with this reason, unless a stream takes it up.</summary>
    public void LeaveUnattended(TimeSpan time, string reason)
    {
        lock (_gate)
        {
            _lossReason = reason;
            if (_sealing is null)
                _unattended.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>This stream feeds it from now on; one that did before is woken and finds itself displaced.</summary>
    public void Attach(AppendFeed feed)
    {
        AppendFeed? before;
        lock (_gate)
        {
            (before, _feed) = (_feed, feed);
            if (_sealing is null)
                _unattended.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        before?.Wake();
    }

    /// <summary>Whether a stream feeds it now.</summary>
    public bool IsFed => Volatile.Read(ref _feed) is not null;

    public bool IsFedBy(AppendFeed feed) => Volatile.Read(ref _feed) == feed;

    public void Detach(AppendFeed feed)
    {
        lock (_gate)
        {
            if (_feed != feed)
                return;
            _feed = null;
        }
        LeaveUnattended(_services.AdoptionTime, Failure?.Code == AppendFailure.Ceiling ? EndReasons.RecordingRefused : EndReasons.GatewayLost);
    }

    /// <summary>
    /// Puts a batch on its way to the disk. One that is already there is only acknowledged again. Null when it was taken.
    /// </summary>
    public AppendFailure? Append(AppendFeed feed, Batch batch)
    {
        lock (_gate)
        {
            if (_feed != feed || _sealing is not null)
                return new AppendFailure(AppendFailure.Closed, "The recording is fed by another stream, or sealed.");
            if (_failure is not null)
                return _failure;
            if (batch.Sequence <= _writer.Sequence)
            {
                feed.News.Raise();
                return null;
            }
            if (batch.Sequence != _writer.Sequence + 1)
                return new AppendFailure(AppendFailure.Sequence, $"Batch {batch.Sequence} came where {_writer.Sequence + 1} was due.");
            if (_writer.Length + RecordWriter.SizeOf(batch) > Ceiling)
                return _failure = new AppendFailure(AppendFailure.Ceiling, $"The recording has used up the {Ceiling} bytes reserved for it.");
            var record = _writer.Append(batch);
            Interlocked.Add(ref _inFlight, record.Bytes.Length);
            // Under the lock: the log must see the records in their order.
            _services.Commits.Append(new BatchWrite(this, record, batch.Sequence) { File = _file, Offset = record.Offset, Bytes = record.Bytes });
            return null;
        }
    }

    /// <summary>Seals with this reason, or answers the seal of whoever was first. Done when seal and journal entry are durable.</summary>
    /// <exception cref="StorageException"/>
    public Task<SealedEnd> SealAsync(string reason, string text)
    {
        lock (_gate)
        {
            if (_sealing is not null)
                return _sealing;
            _unattended.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _sealing = SealCoreAsync(reason, text);
            _ = _sealing.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return _sealing;
        }
    }

    public void Fail(AppendFailure failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        Wake();
    }

    /// <summary>Puts the sealed file and its keys in their place.</summary>
    public void MoveTo(Disk disk, DataDirectory directory) => RecordingFiles.Move(disk, _file, Info, directory);

    /// <summary>The signal is raised whenever more can be read, and at the end.</summary>
    public void Watch(Signal signal) => _watchers[signal] = true;

    public void Unwatch(Signal signal) => _watchers.TryRemove(signal, out _);

    public async ValueTask DisposeAsync()
    {
        await _unattended.DisposeAsync();
        _writer.Dispose();
        _file.Dispose();
    }

    private async Task<SealedEnd> SealCoreAsync(string reason, string text)
    {
        var record = _writer.Seal(reason, text, _services.Time.GetUtcNow().ToUnixMicros(), _services.Signing);
        var write = new AwaitedWrite { File = _file, Offset = record.Offset, Bytes = record.Bytes };
        _services.Commits.Append(write);
        await write.Done;
        var end = SealedEnd.Of(record.Bytes.Span, _writer, text, RecoveryText);
        record.Return();
        await _services.Sealed(this, end);
        return end;
    }

    private void OnUnattended()
    {
        string reason;
        lock (_gate)
        {
            if (_feed is not null)
                return;
            reason = _lossReason;
        }
        // A storage failure is reported where it happened; the next start seals.
        _ = SealAsync(reason, "").ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void Wake()
    {
        Volatile.Read(ref _feed)?.Wake();
        WakeWatchers();
    }

    private void WakeWatchers()
    {
        foreach (var (signal, _) in _watchers)
            signal.Raise();
    }

    private sealed class BatchWrite(LiveRecording recording, EncodedRecord record, ulong sequence) : PendingWrite
    {
        public override void OnDurable()
        {
            Volatile.Write(ref recording._durable, sequence);
            Interlocked.Add(ref recording._inFlight, -record.Bytes.Length);
            Volatile.Read(ref recording._feed)?.Wake();
        }

        public override void OnReadable()
        {
            recording._services.Metrics.Bytes.Add(record.Bytes.Length);
            record.Return();
            if (!recording._watchers.IsEmpty)
                recording.WakeWatchers();
        }

        public override void OnFailed(StorageException reason) =>
            recording.Fail(new AppendFailure(AppendFailure.Storage, reason.Message));
    }
}
