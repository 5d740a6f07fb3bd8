using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Storage;

/// <summary>
/// The real kernel. .NET's own flush hides a failed fsync on Linux (it answers as if all were well on EIO, ENOSPC, EDQUOT),
/// so whatever makes a byte durable goes through libc here and its result is looked at.
/// </summary>
internal sealed partial class LibcCalls : ISystemCalls
{
    // The same values on x86-64 and arm64 Linux.
    private const int ReadOnly = 0x0;
    private const int ReadWrite = 0x2;
    private const int Create = 0x40;
    private const int CloseOnExec = 0x80000;
    private const uint OwnerOnly = 0x180; // 0600
    private const int Interrupted = 4; // EINTR: the call did nothing, asking again is not a retry of a failure

    public int Open(string path, bool create, out SafeFileHandle handle) =>
        OpenAs(path, ReadWrite | CloseOnExec | (create ? Create : 0), out handle);

    public int OpenDirectory(string path, out SafeFileHandle handle) =>
        OpenAs(path, ReadOnly | CloseOnExec, out handle);

    public unsafe long Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                var written = PWrite(file, start, (nuint)bytes.Length, offset);
                if (written >= 0)
                    return written;
                var error = Marshal.GetLastPInvokeError();
                if (error != Interrupted)
                    return -error;
            }
        }
    }

    public unsafe long Read(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                var read = PRead(file, start, (nuint)bytes.Length, offset);
                if (read >= 0)
                    return read;
                var error = Marshal.GetLastPInvokeError();
                if (error != Interrupted)
                    return -error;
            }
        }
    }

    public int SyncData(SafeFileHandle file) => Checked(static f => FDataSync(f), file);

    public int Sync(SafeFileHandle file) => Checked(static f => FSync(f), file);

    public int Allocate(SafeFileHandle file, long length)
    {
        // posix_fallocate answers the error itself and leaves errno alone.
        int error;
        do
        {
            error = PosixFAllocate(file, 0, length);
        }
        while (error == Interrupted);
        return -error;
    }

    public int Truncate(SafeFileHandle file, long length) =>
        FTruncate(file, length) < 0 ? -Marshal.GetLastPInvokeError() : 0;

    public int Rename(string from, string to) => RenameFile(from, to) < 0 ? -Marshal.GetLastPInvokeError() : 0;

    public int Remove(string path) => Unlink(path) < 0 ? -Marshal.GetLastPInvokeError() : 0;

    private static int OpenAs(string path, int flags, out SafeFileHandle handle)
    {
        while (true)
        {
            var descriptor = OpenFile(path, flags, OwnerOnly);
            if (descriptor >= 0)
            {
                handle = new SafeFileHandle(descriptor, ownsHandle: true);
                return 0;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == Interrupted)
                continue;
            handle = new SafeFileHandle();
            return -error;
        }
    }

    private static int Checked(Func<SafeFileHandle, int> call, SafeFileHandle file)
    {
        while (call(file) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                return -error;
        }
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    private static unsafe partial nint PWrite(SafeFileHandle file, byte* bytes, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static unsafe partial nint PRead(SafeFileHandle file, byte* bytes, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int PosixFAllocate(SafeFileHandle file, long offset, long length);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int FTruncate(SafeFileHandle file, long length);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameFile(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unlink(string path);
}
