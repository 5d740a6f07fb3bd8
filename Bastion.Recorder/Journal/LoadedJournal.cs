using System.Security.Cryptography;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Storage;
using Google.Protobuf;
using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Journal;

/// <summary>The journal as a start finds it: every whole entry, read once to build the index and the tree.</summary>
internal sealed class LoadedJournal
{
    private const int ReadAhead = 1 << 20;

    public List<IndexedEntry> Index { get; } = [];

    public Dictionary<(Plane Service, Guid Id), int> ById { get; } = [];

    /// <summary>By the short hash of an intervention: the number of its last entry, plus one.</summary>
    public Dictionary<ulong, ulong> LastOf { get; } = [];

    public MerkleTree Tree { get; } = new();

    /// <summary>Behind the last whole entry.</summary>
    public long Length { get; private set; }

    /// <exception cref="StorageException">The file is no journal, or an entry in it cannot be what was written.</exception>
    public static LoadedJournal Load(Disk disk, SafeFileHandle file, string path, JournalKeys keys)
    {
        var journal = new LoadedJournal();
        var end = RandomAccess.GetLength(file);
        if (end == 0)
            return journal;
        var buffer = new byte[ReadAhead];
        var (at, buffered) = (0L, 0);
        var head = Fill(JournalFormat.Magic.Length);
        if (!head.SequenceEqual(JournalFormat.Magic))
            throw new StorageException("the journal does not start as one");
        journal.Length = head.Length;
        while (Fill(JournalFormat.EntryHeader) is { Length: JournalFormat.EntryHeader } header)
        {
            var length = JournalFormat.LengthOf(header);
            if (length < 0)
                break;
            var whole = Fill(JournalFormat.EntryHeader + length);
            if (whole.Length < JournalFormat.EntryHeader + length || !JournalFormat.IsIntact(whole, whole[JournalFormat.EntryHeader..]))
                break;
            journal.Add(whole[JournalFormat.EntryHeader..], keys);
        }
        return journal;

        // The bytes from the present end on: as many as asked for, or fewer at the end of the file.
        ReadOnlySpan<byte> Fill(int count)
        {
            var from = journal.Length - at;
            if (buffered - from < count)
            {
                at = journal.Length;
                buffered = disk.Read(file, path, buffer, at);
                from = 0;
            }
            return buffer.AsSpan((int)from, (int)Math.Min(count, buffered - from));
        }
    }

    private void Add(ReadOnlySpan<byte> leaf, JournalKeys keys)
    {
        if (LeafFormat.PeriodOf(leaf) is not (> 0 and var period) || LeafFormat.IndexOf(leaf) != (ulong)Index.Count || LeafFormat.Service(leaf) is not { } plane)
            throw new StorageException($"entry {Index.Count} of the journal is not the one that belongs there");
        if (keys.Find(period) is { } key)
            AddRead(Opened(leaf, key), plane, leaf.Length, period);
        else
            Index.Add(IndexedEntry.Erased(Length + JournalFormat.EntryHeader, leaf.Length, period));
        Tree.Append(MerkleTree.LeafHash(leaf));
        Length += JournalFormat.EntryHeader + leaf.Length;
    }

    private void AddRead(StoredEntry stored, Plane plane, int length, int period)
    {
        if (!Guid.TryParse(stored.Entry.Id, out var id))
            throw new StorageException($"entry {Index.Count} of the journal is not the one that belongs there");
        var indexed = IndexedEntry.Of(stored.Entry, Length + JournalFormat.EntryHeader, length, period);
        ById[(plane, id)] = Index.Count;
        Index.Add(indexed);
        if (indexed.Intervention != 0)
            LastOf[indexed.Intervention] = (ulong)Index.Count;
    }

    private StoredEntry Opened(ReadOnlySpan<byte> leaf, byte[] key)
    {
        try
        {
            return LeafFormat.Read(leaf, key);
        }
        catch (Exception e) when (e is CryptographicException or InvalidProtocolBufferException)
        {
            throw new StorageException($"entry {Index.Count} of the journal cannot be read");
        }
    }
}
