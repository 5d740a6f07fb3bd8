using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Storage;

/// <summary>A data file while the write-ahead log is replayed into it.</summary>
internal sealed class RedoFile
{
    private readonly Disk _disk;
    private readonly string _path;
    private readonly SafeFileHandle _handle;

    private RedoFile(Disk disk, string path, bool create)
    {
        (_disk, _path) = (disk, path);
        _handle = disk.Open(path, create);
    }

    public static RedoFile? Open(Disk disk, string? path, bool create) => path is null ? null : new RedoFile(disk, path, create);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => _disk.WriteAll(_handle, _path, bytes, offset);

    public void SyncAndClose()
    {
        using (_handle)
            _disk.SyncData(_handle, _path);
    }
}
