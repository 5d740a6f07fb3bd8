using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Storage;

/// <summary>
/// Whole operations on files, made of system calls whose every result is looked at. Each throws <see cref="StorageException"/>.
/// </summary>
internal sealed class Disk(ISystemCalls calls)
{
    private const int NoSuchFile = 2; // ENOENT

    /// <summary>Opens for reading and writing. A file that had to be created is durable only after <see cref="SyncDirectory"/>.</summary>
    public SafeFileHandle Open(string path, bool create)
    {
        Check("open", path, calls.Open(path, create, out var handle));
        return handle;
    }

    /// <summary>Opens for reading, as any number of readers may beside one writer.</summary>
    public SafeFileHandle OpenToRead(string path) => Open(path, create: false);

    /// <summary>A small file, whole; at most <paramref name="max"/> bytes.</summary>
    public byte[] ReadWhole(string path, int max)
    {
        using var file = OpenToRead(path);
        var length = RandomAccess.GetLength(file);
        if (length > max)
            throw new StorageException($"{Path.GetFileName(path)} has {length} bytes, more than the {max} it may have");
        var bytes = new byte[length];
        return bytes[..Read(file, path, bytes, 0)];
    }

    public void WriteAll(SafeFileHandle file, string path, ReadOnlySpan<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var written = calls.Write(file, bytes, offset);
            Check("write", path, written);
            if (written == 0)
                throw new StorageException($"write of {Path.GetFileName(path)} wrote nothing");
            bytes = bytes[(int)written..];
            offset += written;
        }
    }

    /// <summary>Reads until the span is full or the file ends; answers the count.</summary>
    public int Read(SafeFileHandle file, string path, Span<byte> bytes, long offset)
    {
        var total = 0;
        while (total < bytes.Length)
        {
            var read = calls.Read(file, bytes[total..], offset + total);
            Check("read", path, read);
            if (read == 0)
                break;
            total += (int)read;
        }
        return total;
    }

    public void SyncData(SafeFileHandle file, string path) => Check("fdatasync", path, calls.SyncData(file));

    public void Allocate(SafeFileHandle file, string path, long length) => Check("fallocate", path, calls.Allocate(file, length));

    public void Truncate(SafeFileHandle file, string path, long length)
    {
        Check("truncate", path, calls.Truncate(file, length));
        Check("fsync", path, calls.Sync(file));
    }

    public void SyncDirectory(string path)
    {
        Check("open", path, calls.OpenDirectory(path, out var handle));
        using (handle)
            Check("fsync", path, calls.Sync(handle));
    }

    /// <summary>Creates the directories that are missing and makes their names durable.</summary>
    public void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path)!;
        CreateDirectory(parent);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        SyncDirectory(parent);
    }

    /// <summary>A small file, written whole or not at all: written aside, synced, renamed, directory synced.</summary>
    public void WriteWhole(string path, ReadOnlySpan<byte> bytes)
    {
        var aside = path + ".new";
        using (var file = Open(aside, create: true))
        {
            Check("truncate", aside, calls.Truncate(file, 0));
            WriteAll(file, aside, bytes, 0);
            Check("fsync", aside, calls.Sync(file));
        }
        Move(aside, path);
    }

    /// <summary>Renames inside one file system; both directories are synced.</summary>
    public void Move(string from, string to)
    {
        Check("rename", from, calls.Rename(from, to));
        var (fromDirectory, toDirectory) = (Path.GetDirectoryName(from)!, Path.GetDirectoryName(to)!);
        SyncDirectory(toDirectory);
        if (fromDirectory != toDirectory)
            SyncDirectory(fromDirectory);
    }

    /// <summary>Removes a file that holds nothing anybody was told of. A missing one is as good.</summary>
    public void Remove(string path)
    {
        var result = calls.Remove(path);
        if (result != -NoSuchFile)
            Check("unlink", path, result);
    }

    /// <summary>Overwrites with zeros, syncs, removes: for keys. A missing file is as good. On a file system that writes elsewhere the old block may live on for a while.</summary>
    public void Shred(string path)
    {
        if (!File.Exists(path))
            return;
        using (var file = Open(path, create: false))
        {
            WriteAll(file, path, new byte[RandomAccess.GetLength(file)], 0);
            Check("fsync", path, calls.Sync(file));
        }
        Remove(path);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    private static void Check(string call, string path, long result)
    {
        if (result < 0)
            throw new StorageException(call, path, (int)-result);
    }
}
