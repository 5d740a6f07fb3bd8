using System.Globalization;

namespace Bastion.Recorder.Storage;

/// <summary>Where everything is (docs/formats/recording.md section 1), and the lock that keeps a second Recorder out.</summary>
internal sealed class DataDirectory : IDisposable
{
    public const string RecordingSuffix = ".rec";
    public const string KeysSuffix = ".keys";
    public const string TailSuffix = ".tail";

    private readonly string _root;
    private readonly Disk _disk;
    private readonly FileStream _lock;

    /// <exception cref="IOException">Another Recorder uses the directory, or it cannot be made.</exception>
    public DataDirectory(Disk disk, string root)
    {
        (_disk, _root) = (disk, Path.GetFullPath(root));
        foreach (var directory in (string[])[_root, Wal, Live, Sealed, Path.GetDirectoryName(JournalFile)!])
            disk.CreateDirectory(directory);
        _lock = new FileStream(Path.Combine(_root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public string Wal => Path.Combine(_root, "wal");

    /// <summary>Recordings that are not sealed yet.</summary>
    public string Live => Path.Combine(_root, "open");

    /// <summary>Sealed recordings, in a directory for each month of their opening (UTC).</summary>
    public string Sealed => Path.Combine(_root, "sealed");

    public string JournalFile => Path.Combine(_root, "journal", "journal.log");

    public string JournalKeys => Path.Combine(_root, "journal", "keys");

    /// <summary>The last head with the signatures of the witnesses.</summary>
    public string CosignedFile => Path.Combine(_root, "journal", "cosigned");

    public string Timestamps => Path.Combine(_root, "journal", "timestamps");

    /// <summary>Holds, and what waits for a second person.</summary>
    public string Retention => Path.Combine(_root, "retention");

    /// <summary>Exports while they are made; nothing in it outlives its call.</summary>
    public string Exports => Path.Combine(_root, "exports");

    public string CheckpointFile => Path.Combine(_root, "journal", "checkpoint");

    public long FreeBytes => new DriveInfo(_root).AvailableFreeSpace;

    public long TotalBytes => new DriveInfo(_root).TotalSize;

    public string LivePath(Guid recording) => Path.Combine(Live, recording + RecordingSuffix);

    /// <summary>The path that a sealed recording has; its directory is made when it is missing.</summary>
    public string SealedPath(Guid recording, DateTimeOffset openedAt)
    {
        var month = Path.Combine(Sealed, openedAt.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        _disk.CreateDirectory(month);
        return Path.Combine(month, recording + RecordingSuffix);
    }

    public static string KeysOf(string recordingPath) => Path.ChangeExtension(recordingPath, KeysSuffix);

    public static string IndexOf(string recordingPath) => Path.ChangeExtension(recordingPath, ".idx");

    public static string TailOf(string recordingPath) => Path.ChangeExtension(recordingPath, TailSuffix);

    public void Dispose() => _lock.Dispose();
}
