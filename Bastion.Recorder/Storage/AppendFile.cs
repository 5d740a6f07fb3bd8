using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Storage;

/// <summary>
/// A data file that only grows. Its owner hands out offsets one after the other; the commit loop writes the bytes here once the
/// write-ahead log has them on disk, so <see cref="Readable"/> never passes what is durable.
/// </summary>
internal sealed class AppendFile(Disk disk, FileId id, string path, SafeFileHandle handle, long length) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _closed;
    private long _readable = length;

    public FileId Id => id;

    public string Path { get; private set; } = path;

    /// <summary>Bytes that are durable and can be read from the file.</summary>
    public long Readable => Volatile.Read(ref _readable);

    /// <summary>Called by the commit loop alone, in order of offset.</summary>
    public void Apply(ReadOnlySpan<byte> bytes, long offset)
    {
        disk.WriteAll(handle, Path, bytes, offset);
        Volatile.Write(ref _readable, offset + bytes.Length);
    }

    /// <summary>Makes what was applied independent of the write-ahead log. Does nothing after <see cref="Dispose"/>.</summary>
    public void SyncData()
    {
        lock (_gate)
        {
            if (!_closed)
                disk.SyncData(handle, Path);
        }
    }

    /// <summary>Syncs and renames; from then on nothing may be appended.</summary>
    public void MoveTo(string target)
    {
        lock (_gate)
        {
            disk.SyncData(handle, Path);
            disk.Move(Path, target);
            Path = target;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            handle.Dispose();
        }
    }
}
