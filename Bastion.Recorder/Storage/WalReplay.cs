using System.Buffers.Binary;

namespace Bastion.Recorder.Storage;

/// <summary>
/// Reads the write-ahead log at a start and hands out, in order, every write it holds. Writing them again is harmless: each says
/// where in which file its bytes belong, and files only grow.
/// </summary>
internal sealed class WalReplay(Disk disk, string directory, int slots)
{
    public delegate void Redo(FileId file, long offset, ReadOnlySpan<byte> bytes);

    public ulong NextSegment { get; private set; }

    public ulong NextCommit { get; private set; }

    public int Commits { get; private set; }

    /// <summary>
    /// Commits that could not be read although a later one can: those had been acknowledged, so the disk lost what it had promised.
    /// </summary>
    public int Damaged { get; private set; }

    public void Run(Redo redo)
    {
        var found = Segments();
        if (found.Count == 0)
            return;
        var newest = found[^1].Header;
        NextSegment = newest.Number + 1;
        NextCommit = newest.FirstCommit;
        foreach (var (header, path) in found)
        {
            if (header.Number >= newest.FirstNeeded)
                ReplaySegment(header, path, redo);
        }
    }

    private List<(WalSegment Header, string Path)> Segments()
    {
        var found = new List<(WalSegment Header, string Path)>();
        var block = new byte[WalFormat.Block];
        for (var slot = 0; slot < slots; slot++)
        {
            var path = WriteAheadLog.SlotPath(directory, slot);
            if (!File.Exists(path))
                continue;
            using var file = disk.Open(path, create: false);
            var read = disk.Read(file, path, block, 0);
            if (WalFormat.ReadSegment(block.AsSpan(0, read)) is { } header)
                found.Add((header, path));
        }
        found.Sort((a, b) => a.Header.Number.CompareTo(b.Header.Number));
        return found;
    }

    private void ReplaySegment(WalSegment header, string path, Redo redo)
    {
        using var file = disk.Open(path, create: false);
        var bytes = new byte[RandomAccess.GetLength(file)];
        var segment = bytes.AsSpan(0, disk.Read(file, path, bytes, 0));
        var at = WalFormat.Block;
        var expected = header.FirstCommit;
        while (at < segment.Length)
        {
            var length = WalFormat.IntactCommit(segment[at..], header.Number, out var number);
            if (length == 0)
            {
                // Blocks of the lap before, a torn last commit, or damage: only what comes later can tell.
                at += WalFormat.Block;
                continue;
            }
            Damaged += (int)(number - expected);
            ReplayCommit(segment.Slice(at, length), redo);
            Commits++;
            expected = number + 1;
            at += WalFormat.Padded(length);
        }
        NextCommit = Math.Max(NextCommit, expected);
    }

    private static void ReplayCommit(ReadOnlySpan<byte> commit, Redo redo)
    {
        var entries = BinaryPrimitives.ReadInt32BigEndian(commit[4..]);
        var at = WalFormat.CommitHeader;
        for (var i = 0; i < entries; i++)
        {
            var entry = commit[at..];
            var offset = BinaryPrimitives.ReadInt64BigEndian(entry[FileId.Size..]);
            var length = BinaryPrimitives.ReadInt32BigEndian(entry[(FileId.Size + 8)..]);
            redo(FileId.Read(entry), offset, entry.Slice(WalFormat.EntryHeader, length));
            at += WalFormat.EntryHeader + length;
        }
    }
}
