using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bastion.Witness;

/// <summary>A small file that is on disk, whole, before anybody is told: written aside, synced, renamed, directory synced, each result looked at.</summary>
internal static partial class DurableFile
{
    private const int DirectoryFlags = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC

    /// <exception cref="IOException">It is not on disk.</exception>
    public static void Write(string path, byte[] bytes)
    {
        var aside = path + ".new";
        using (var file = File.OpenHandle(aside, FileMode.Create, FileAccess.Write))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            RandomAccess.Write(file, bytes, 0);
            Check(Sync(file), "fsync", aside);
        }
        File.Move(aside, path, overwrite: true);
        var directory = Path.GetDirectoryName(path)!;
        var descriptor = Open(directory, DirectoryFlags, 0);
        Check(descriptor, "open", directory);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Check(Sync(handle), "fsync", directory);
    }

    private static void Check(int result, string call, string path)
    {
        if (result < 0)
            throw new IOException($"{call} of {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);
}
