using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Storage;

/// <summary>
/// The one file that is synced while sessions run: the writes of all of them go into one commit, and one fdatasync makes it durable.
/// The segments are written once and written over in a ring, which keeps that fdatasync cheap (nothing to change but data).
/// Used by the commit thread alone, but for <see cref="Release"/>.
/// </summary>
internal sealed unsafe class WriteAheadLog : IDisposable
{
    private readonly Disk _disk;
    private readonly SafeFileHandle[] _files;
    private readonly string[] _paths;
    private readonly int _segmentBytes;
    private readonly byte* _commit;
    private ulong _segment;
    private ulong _nextCommit;
    private ulong _firstNeeded;
    private int _at;
    private int _length;
    private int _entries;

    /// <summary>Starts a new lap behind whatever <paramref name="replay"/> found; the segments it read are no longer needed.</summary>
    public WriteAheadLog(Disk disk, string directory, int slots, int segmentBytes, int maxCommitBytes, WalReplay replay)
    {
        _disk = disk;
        _segmentBytes = segmentBytes;
        MaxCommitBytes = maxCommitBytes;
        _paths = [.. Enumerable.Range(0, slots).Select(slot => SlotPath(directory, slot))];
        _files = new SafeFileHandle[slots];
        for (var slot = 0; slot < slots; slot++)
        {
            _files[slot] = disk.Open(_paths[slot], create: true);
            Prepare(_files[slot], _paths[slot]);
        }
        disk.SyncDirectory(directory);
        _commit = (byte*)NativeMemory.AlignedAlloc((nuint)maxCommitBytes, WalFormat.Block);
        _nextCommit = replay.NextCommit;
        _firstNeeded = replay.NextSegment;
        StartSegment(replay.NextSegment);
        disk.SyncData(_files[Slot], _paths[Slot]);
    }

    public int MaxCommitBytes { get; }

    public ulong Segment => _segment;

    /// <summary>Whether the segment after this one is still needed for recovery.</summary>
    public bool NextIsNeeded => _segment + 1 >= (ulong)_files.Length + Volatile.Read(ref _firstNeeded);

    private int Slot => (int)(_segment % (ulong)_files.Length);

    public static string SlotPath(string directory, int slot) =>
        Path.Combine(directory, "segment-" + slot.ToString(CultureInfo.InvariantCulture));

    /// <summary>Everything in segments before this one is safe in its own file.</summary>
    public void Release(ulong firstNeeded) => Volatile.Write(ref _firstNeeded, firstNeeded);

    public void Begin()
    {
        _length = WalFormat.CommitHeader;
        _entries = 0;
    }

    /// <summary>False when the commit has no room for it; a first entry always fits.</summary>
    public bool TryAdd(PendingWrite write)
    {
        var size = WalFormat.EntryHeader + write.Bytes.Length;
        if (size > MaxCommitBytes - _length)
            return false;
        WalFormat.WriteEntry(new Span<byte>(_commit + _length, size), write.File.Id, write.Offset, write.Bytes.Span);
        _length += size;
        _entries++;
        return true;
    }

    /// <summary>Whether the commit still fits into this segment; if not, <see cref="StartNextSegment"/> first.</summary>
    public bool FitsSegment => _at + WalFormat.Padded(_length) <= _segmentBytes;

    public void StartNextSegment() => StartSegment(_segment + 1);

    /// <summary>Writes the commit and syncs it. When this returns, it is on disk.</summary>
    public void Commit()
    {
        var padded = WalFormat.Padded(_length);
        WalFormat.WriteCommit(new Span<byte>(_commit, _length), _entries, _segment, _nextCommit);
        new Span<byte>(_commit + _length, padded - _length).Clear();
        _disk.WriteAll(_files[Slot], _paths[Slot], new ReadOnlySpan<byte>(_commit, padded), _at);
        _disk.SyncData(_files[Slot], _paths[Slot]);
        _at += padded;
        _nextCommit++;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_commit);
        foreach (var file in _files)
            file.Dispose();
    }

    // Written once from end to end: blocks that are only allocated have to be marked as written by the sync of the commit that first uses them, which
    // costs it as much again. A start that was cut off here leaves some of them so, and no harm.
    private void Prepare(SafeFileHandle file, string path)
    {
        var isNew = RandomAccess.GetLength(file) < _segmentBytes;
        _disk.Allocate(file, path, _segmentBytes);
        if (isNew)
        {
            var zeros = new byte[Math.Min(1 << 20, _segmentBytes)];
            for (var at = 0; at < _segmentBytes; at += zeros.Length)
                _disk.WriteAll(file, path, zeros.AsSpan(0, Math.Min(zeros.Length, _segmentBytes - at)), at);
        }
        _disk.SyncData(file, path);
    }

    private void StartSegment(ulong number)
    {
        _segment = number;
        Span<byte> header = stackalloc byte[WalFormat.Block];
        header.Clear();
        WalFormat.WriteSegment(header, number, Volatile.Read(ref _firstNeeded), _nextCommit);
        // Durable with the first commit behind it: it is the same file.
        _disk.WriteAll(_files[Slot], _paths[Slot], header, 0);
        _at = WalFormat.Block;
    }
}
