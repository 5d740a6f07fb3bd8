using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Storage;

/// <summary>
/// The boundary to the kernel. Every call answers its result (0 or more), or minus the errno; nothing throws and nothing is
/// retried but an interrupted call. Two implementations: <see cref="LibcCalls"/>, and the failing disk of the tests.
/// </summary>
internal interface ISystemCalls
{
    /// <summary>open(2) for reading and writing, creating the file with mode 0600 when asked.</summary>
    int Open(string path, bool create, out SafeFileHandle handle);

    /// <summary>open(2) of a directory, for <see cref="Sync"/>.</summary>
    int OpenDirectory(string path, out SafeFileHandle handle);

    /// <summary>pwrite(2); may write less than asked.</summary>
    long Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

    /// <summary>pread(2); 0 at the end of the file.</summary>
    long Read(SafeFileHandle file, Span<byte> bytes, long offset);

    /// <summary>fdatasync(2).</summary>
    int SyncData(SafeFileHandle file);

    /// <summary>fsync(2), of a file or a directory.</summary>
    int Sync(SafeFileHandle file);

    /// <summary>posix_fallocate(3): blocks are reserved and the file is at least that long.</summary>
    int Allocate(SafeFileHandle file, long length);

    /// <summary>ftruncate(2).</summary>
    int Truncate(SafeFileHandle file, long length);

    /// <summary>rename(2).</summary>
    int Rename(string from, string to);

    /// <summary>unlink(2).</summary>
    int Remove(string path);
}
