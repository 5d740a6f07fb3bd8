using System.ComponentModel;

namespace Bastion.Recorder.Storage;

/// <summary>The disk answered an error, or what is on it cannot be right. <see cref="Errno"/> is 0 in the second case.</summary>
internal sealed class StorageException : IOException
{
    public StorageException(string call, string path, int errno)
        : base($"{call} of {Path.GetFileName(path)} answered {NameOf(errno)}")
    {
        (Call, Errno) = (call, errno);
    }

    public StorageException(string text)
        : base(text)
    {
    }

    public int Errno { get; }

    public string Call { get; } = "";

    /// <summary>The disk is full, or there are too many files: nothing on it is in doubt, only what was asked for is not there.</summary>
    public bool IsShortage => Call is not ("fsync" or "fdatasync") && Errno is 28 or 122 or 23 or 24;

    private static string NameOf(int errno) => errno switch
    {
        5 => "EIO (input/output error)",
        28 => "ENOSPC (no space left on device)",
        30 => "EROFS (read-only file system)",
        122 => "EDQUOT (disk quota exceeded)",
        _ => $"errno {errno} ({new Win32Exception(errno).Message})",
    };
}
