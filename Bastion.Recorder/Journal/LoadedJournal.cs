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

    public MerkleTree Tree { get; } = new();

    /// <summary>Behind the last whole entry.</summary>
    public long Length { get; private set; }

    /// <exception cref="StorageException">The file is no journal, or an entry in it cannot be what was written.</exception>
    public static LoadedJournal Load(Disk disk, SafeFileHandle file, string path)
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
            journal.Add(whole[JournalFormat.EntryHeader..]);
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

    private void Add(ReadOnlySpan<byte> leaf)
    {
        StoredEntry stored;
        try
        {
            stored = StoredEntry.Parser.ParseFrom(leaf);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new StorageException($"entry {Index.Count} of the journal cannot be read");
        }
        if (stored.Index != (ulong)Index.Count || !Guid.TryParse(stored.Entry?.Id, out var id) || PlaneWords.Parse(stored.Service) is not { } plane)
            throw new StorageException($"entry {Index.Count} of the journal is not the one that belongs there");
        ById[(plane, id)] = Index.Count;
        Index.Add(IndexedEntry.Of(stored.Entry, Length + JournalFormat.EntryHeader, leaf.Length));
        Tree.Append(MerkleTree.LeafHash(leaf));
        Length += JournalFormat.EntryHeader + leaf.Length;
    }
}
