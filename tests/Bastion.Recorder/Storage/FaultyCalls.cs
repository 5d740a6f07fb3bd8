using Bastion.Recorder.Storage;
using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Tests.Storage;

/// <summary>The kernel, but from its n-th call on one of the calls answers an error, as a disk that died.</summary>
internal sealed class FaultyCalls(string call, int from, int errno) : ISystemCalls
{
    private readonly LibcCalls _kernel = new();
    private int _count;

    /// <summary>Whether the fault has happened.</summary>
    public bool Happened => Volatile.Read(ref _count) >= from;

    public int Open(string path, bool create, out SafeFileHandle handle)
    {
        if (create && Fails("open"))
        {
            handle = new SafeFileHandle();
            return -errno;
        }
        return _kernel.Open(path, create, out handle);
    }

    public int OpenDirectory(string path, out SafeFileHandle handle) => _kernel.OpenDirectory(path, out handle);

    public long Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (!Fails("write"))
            return _kernel.Write(file, bytes, offset);
        // Half of it gets through, as on a disk that fills up.
        _kernel.Write(file, bytes[..(bytes.Length / 2)], offset);
        return -errno;
    }

    public long Read(SafeFileHandle file, Span<byte> bytes, long offset) => _kernel.Read(file, bytes, offset);

    public int SyncData(SafeFileHandle file) => Fails("fdatasync") ? -errno : _kernel.SyncData(file);

    public int Sync(SafeFileHandle file) => Fails("fsync") ? -errno : _kernel.Sync(file);

    public int Allocate(SafeFileHandle file, long length) => Fails("fallocate") ? -errno : _kernel.Allocate(file, length);

    public int Truncate(SafeFileHandle file, long length) => Fails("truncate") ? -errno : _kernel.Truncate(file, length);

    public int Rename(string from, string to) => Fails("rename") ? -errno : _kernel.Rename(from, to);

    public int Remove(string path) => Fails("unlink") ? -errno : _kernel.Remove(path);

    private bool Fails(string what) => what == call && Interlocked.Increment(ref _count) >= from;
}
