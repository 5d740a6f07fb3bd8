using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Storage;
using Google.Protobuf;

namespace Bastion.Recorder.Journal;

/// <summary>
/// The append-only log of acts. An entry's number is its place; the same id from the same service is the same entry. Readers and
/// signed heads see only what is durable.
/// </summary>
internal sealed class JournalStore
{
    private readonly Disk _disk;
    private readonly AppendFile _file;
    private readonly CommitLoop _commits;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<IndexedEntry> _index;
    private readonly Dictionary<(Plane Service, Guid Id), int> _byId;
    private readonly Dictionary<ulong, ulong> _lastOf;
    private readonly MerkleTree _tree;
    private readonly JournalKeys _keys;
    private long _length;
    private Task _lastWrite = Task.CompletedTask;
    private int _durable;

    public JournalStore(Disk disk, AppendFile file, LoadedJournal loaded, JournalKeys keys, CommitLoop commits, TimeProvider time)
    {
        (_disk, _file, _keys, _commits, _time) = (disk, file, keys, commits, time);
        _lastOf = loaded.LastOf;
        (_index, _byId, _tree, _length) = (loaded.Index, loaded.ById, loaded.Tree, loaded.Length);
        _durable = _index.Count;
    }

    /// <summary>Entries that are durable.</summary>
    public ulong Size => (ulong)Volatile.Read(ref _durable);

    /// <summary>The size and root hash of what is durable.</summary>
    public (ulong Size, byte[] Root) Head()
    {
        lock (_gate)
            return (Size, _tree.Root(Size));
    }

    /// <summary>Answers when all entries are durable, with the number of each.</summary>
    /// <exception cref="JournalConflictException">An id was used before for something else; nothing of the call is kept.</exception>
    /// <exception cref="StorageException"/>
    public async Task<ulong[]> AppendAsync(Plane service, IReadOnlyList<Entry> entries)
    {
        var (indexes, written) = Append(service, entries);
        await written;
        return indexes;
    }

    /// <summary>The entries at these places in the order of the index; the caller filters.</summary>
    public IndexedEntry At(ulong index)
    {
        lock (_gate)
            return _index[(int)index];
    }

    /// <summary>One that is not erased.</summary>
    public StoredEntry Read(ulong index)
    {
        var leaf = Leaf(index);
        if (_keys.Find(LeafFormat.PeriodOf(leaf)) is not { } key)
            throw new StorageException($"entry {index} of the journal was erased");
        var stored = LeafFormat.Read(leaf, key);
        stored.LeafHash = ByteString.CopyFrom(MerkleTree.LeafHash(leaf));
        return stored;
    }

    /// <summary>The bytes that are hashed.</summary>
    public byte[] Leaf(ulong index)
    {
        var found = At(index);
        var bytes = new byte[found.Length];
        using var file = _disk.OpenToRead(_file.Path);
        if (_disk.Read(file, _file.Path, bytes, found.Offset) < bytes.Length)
            throw new StorageException($"entry {index} of the journal is not all there");
        return bytes;
    }

    /// <summary>Destroys the key of a month: its entries are found and read no more. The caller has journaled that.</summary>
    /// <exception cref="StorageException"/>
    public void Erase(int period)
    {
        lock (_gate)
        {
            for (var at = 0; at < _index.Count; at++)
            {
                if (_index[at].Period == period)
                    _index[at] = IndexedEntry.Erased(_index[at].Offset, _index[at].Length, period);
            }
        }
        _keys.Destroy(period);
    }

    /// <summary>The key of one entry alone; null when it was erased.</summary>
    public byte[]? EntryKey(byte[] leaf) => _keys.Find(LeafFormat.PeriodOf(leaf)) is { } key ? LeafFormat.EntryKey(key, leaf) : null;

    public IReadOnlyList<byte[]> InclusionProof(ulong index, ulong size)
    {
        lock (_gate)
            return _tree.InclusionProof(index, size);
    }

    public IReadOnlyList<byte[]> ConsistencyProof(ulong first, ulong second)
    {
        lock (_gate)
            return _tree.ConsistencyProof(first, second);
    }

    /// <summary>The numbers of all entries about one intervention, in order.</summary>
    public IReadOnlyList<ulong> About(string interventionId)
    {
        var asked = IndexedEntry.Short(interventionId);
        lock (_gate)
            return [.. Enumerable.Range(0, _durable).Where(at => _index[at].Intervention == asked).Select(at => (ulong)at)];
    }

    private (ulong[] Indexes, Task Written) Append(Plane service, IReadOnlyList<Entry> entries)
    {
        lock (_gate)
        {
            var indexes = new ulong[entries.Count];
            var fresh = new List<(Guid Id, Entry Entry)>();
            for (var i = 0; i < entries.Count; i++)
                indexes[i] = (ulong)Place(service, entries[i], fresh);
            if (fresh.Count > 0)
                Write(service, fresh);
            return (indexes, _lastWrite);
        }
    }

    // The place of an entry that is there or in this call already, else the next one.
    private int Place(Plane service, Entry entry, List<(Guid Id, Entry Entry)> fresh)
    {
        var id = Guid.Parse(entry.Id);
        var again = fresh.FindIndex(f => f.Id == id);
        if (again >= 0)
            return fresh[again].Entry.Equals(entry) ? _index.Count + again : throw new JournalConflictException(entry.Id);
        if (!_byId.TryGetValue((service, id), out var place))
        {
            fresh.Add((id, entry));
            return _index.Count + fresh.Count - 1;
        }
        if (_index[place].IsErased)
            return place;
        // What is not yet readable was appended moments ago by the same service; it is told the place, and waits for it.
        if (place < _durable && !Read((ulong)place).Entry.Equals(entry))
            throw new JournalConflictException(entry.Id);
        return place;
    }

    private void Write(Plane service, List<(Guid Id, Entry Entry)> fresh)
    {
        using var bytes = new MemoryStream();
        var start = _length;
        if (start == 0)
            bytes.Write(JournalFormat.Magic);
        var now = _time.GetUtcNow();
        var period = JournalKeys.PeriodOf(now);
        var key = _keys.Require(period);
        Span<byte> header = stackalloc byte[JournalFormat.EntryHeader];
        foreach (var (id, entry) in fresh)
        {
            var intervention = IndexedEntry.Short(entry.InterventionId);
            var previous = _lastOf.GetValueOrDefault(intervention);
            var leaf = LeafFormat.Write((ulong)_index.Count, service, now, period, key, intervention == 0 ? 0 : previous, entry);
            JournalFormat.WriteHeader(header, leaf);
            bytes.Write(header);
            _byId.Add((service, id), _index.Count);
            _index.Add(IndexedEntry.Of(entry, start + bytes.Length, leaf.Length, period));
            if (intervention != 0)
                _lastOf[intervention] = (ulong)_index.Count;
            _tree.Append(MerkleTree.LeafHash(leaf));
            bytes.Write(leaf);
        }
        _length += bytes.Length;
        var write = new JournalWrite(this, _index.Count) { File = _file, Offset = start, Bytes = bytes.ToArray() };
        _lastWrite = write.Done;
        _commits.Append(write);
    }

    private sealed class JournalWrite(JournalStore journal, int size) : PendingWrite
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public override void OnDurable()
        {
        }

        public override void OnReadable()
        {
            Volatile.Write(ref journal._durable, size);
            _done.TrySetResult();
        }

        public override void OnFailed(StorageException reason) => _done.TrySetException(reason);
    }
}
