using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Hosting;
using Bastion.Recorder.Journal;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Recordings;

/// <summary>The recordings as a start finds them: sealed ones are listed, unsealed ones are taken up behind their last intact record.</summary>
internal sealed class StoreRecovery(EvidenceStore store, KeyRing ring, TimeProvider time, ILogger log)
{
    private readonly Disk _disk = store.Disk;
    private readonly List<string> _damaged = [];
    private int _taken;
    private long _setAside;

    public void LoadSealed()
    {
        foreach (var path in Directory.EnumerateFiles(store.Directory.Sealed, "*" + DataDirectory.RecordingSuffix, SearchOption.AllDirectories))
        {
            if (Loaded(path) is { End: not null } info)
                store.Catalogue.Add(info);
            else
                Damaged(path, "it is no sealed recording");
        }
    }

    private RecordingInfo? Loaded(string path)
    {
        try
        {
            return store.Loader.Load(path);
        }
        catch (Exception e) when (e is InvalidDataException or Google.Protobuf.InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public async Task TakeUpLiveAsync(TimeSpan adoptionTime)
    {
        foreach (var path in Directory.GetFiles(store.Directory.Live, "*" + DataDirectory.RecordingSuffix))
            await TakeUpAsync(path, adoptionTime);
    }

    /// <summary>Says in the journal what this start found, when it was not an orderly one.</summary>
    public async Task JournalAsync(WalReplay replay)
    {
        if (_taken > 0 || _setAside > 0)
        {
            await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.Storage("storage.recovered", new()
            {
                ["recordings"] = _taken.ToString(CultureInfo.InvariantCulture),
                ["commits"] = replay.Commits.ToString(CultureInfo.InvariantCulture),
                ["set_aside_bytes"] = _setAside.ToString(CultureInfo.InvariantCulture),
            })]);
        }
        if (_damaged.Count > 0 || replay.Damaged > 0)
        {
            await store.Journal.AppendAsync(Plane.Recorder, [store.Entries.Storage("storage.damaged", new()
            {
                ["recordings"] = string.Join(' ', _damaged.Take(50)),
                ["lost_commits"] = replay.Damaged.ToString(CultureInfo.InvariantCulture),
            })]);
        }
    }

    private async Task TakeUpAsync(string path, TimeSpan adoptionTime)
    {
        if (Scan(path) is not var (scan, keys, length))
            return;
        var lease = Lease.Parser.ParseFrom(scan.Opening!.Lease);
        var info = new RecordingInfo
        {
            Id = scan.Preamble.RecordingId,
            OpenedAt = UnixMicros.FromUnixMicros(scan.Preamble.OpenedAtMicros),
            Opening = scan.Opening,
            Lease = lease,
            Path = path,
        };
        // Whoever crashed between seal and journal left both for us.
        await store.Journal.AppendAsync(Plane.Recorder, [OwnEntries.Opened(info, scan.Opening, lease)]);
        if (scan.Seal is { } seal && scan.Flaw is null)
        {
            info.End = new SealedEnd(seal, scan.SealDetails, scan.Recovery?.Text ?? "", scan.Head, scan.Length);
            await store.Journal.AppendAsync(Plane.Recorder, [OwnEntries.Sealed(info.Id, lease, seal, scan.Head, scan.Length)]);
            using (var sealedFile = new AppendFile(_disk, FileId.Recording(info.Id), path, _disk.Open(path, create: false), length))
                RecordingFiles.Move(_disk, sealedFile, info, store.Directory);
            store.Catalogue.Add(info);
            return;
        }
        await GoOnAsync(info, lease, scan, keys, length, adoptionTime);
    }

    private async Task GoOnAsync(RecordingInfo info, Lease lease, ScannedRecording scan, RecordingKeys keys, long length, TimeSpan adoptionTime)
    {
        var handle = _disk.Open(info.Path, create: false);
        if (length > scan.Length)
        {
            SetAside(info.Path, handle, scan.Length, length);
            _disk.Truncate(handle, info.Path, scan.Length);
        }
        var writer = new RecordWriter(scan, keys);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"Recovered after a stop of Recorder: {scan.Frames} frames in {scan.Sequence} batches, {scan.Length} bytes kept, {length - scan.Length} bytes of an incomplete tail set aside.");
        var statement = writer.Recover(time.GetUtcNow().ToUnixMicros(), length - scan.Length, text, ring.Signing);
        var file = new AppendFile(_disk, FileId.Recording(info.Id), info.Path, handle, scan.Length);
        var write = new AwaitedWrite { File = file, Offset = statement.Offset, Bytes = statement.Bytes };
        store.Commits.Append(write);
        await write.Done;
        statement.Return();
        var recording = new LiveRecording(info, lease.CeilingBytes, file, writer, store.Services) { RecoveryText = text };
        store.Catalogue.Add(recording);
        recording.LeaveUnattended(adoptionTime, EndReasons.RecorderLost);
        _taken++;
        _setAside += length - scan.Length;
        Log.TakenUp(log, info.Id, scan.Frames, length - scan.Length);
    }

    private (ScannedRecording Scan, RecordingKeys Keys, long Length)? Scan(string path)
    {
        using var source = RecordSource.Open(_disk, path);
        if (source is null)
            return NeverOpened(path);
        if (store.Loader.KeysOf(source.Preamble.RecordingId, path) is not { } keys)
        {
            Damaged(path, "its keys cannot be read");
            return null;
        }
        using var signer = ring.Signing.ToVerifyingKey();
        using var scan = new RecordScan(source, keys, signer);
        var found = scan.Run(source.FileLength);
        if (found.Opening is not null)
        {
            if (found.Flaw is { Code: not "incomplete" } flaw)
                Damaged(path, flaw.Text);
            return (found, keys, source.FileLength);
        }
        return NeverOpened(path);
    }

    // No receipt was given before the first record was durable: nobody was ever told of this recording.
    private (ScannedRecording, RecordingKeys, long)? NeverOpened(string path)
    {
        if (new FileInfo(path).Length == 0)
        {
            _disk.Remove(path);
            _disk.Remove(DataDirectory.KeysOf(path));
        }
        else
        {
            Damaged(path, "its first record cannot be read");
        }
        return null;
    }

    private void SetAside(string path, Microsoft.Win32.SafeHandles.SafeFileHandle handle, long from, long to)
    {
        var tail = new byte[Math.Min(to - from, RecordHeader.MaxRecord)];
        _disk.WriteWhole(DataDirectory.TailOf(path), tail.AsSpan(0, _disk.Read(handle, path, tail, from)));
    }

    private void Damaged(string path, string text)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        _damaged.Add(name);
        // Listed all the same: it must not look as if it had never been.
        if (Guid.TryParse(name, out var id) && store.Catalogue.Find(id) is null)
            store.Catalogue.Add(new RecordingInfo { Id = id, OpenedAt = DateTimeOffset.UnixEpoch, Path = path });
        Log.Damaged(log, path, text);
    }
}
