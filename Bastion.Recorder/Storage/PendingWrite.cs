namespace Bastion.Recorder.Storage;

/// <summary>
/// Bytes on their way to the end of a file. Exactly one of <see cref="OnDurable"/> and <see cref="OnFailed"/> is called, on the commit
/// thread: neither may block. After OnDurable comes <see cref="OnReadable"/>, once the bytes can also be read from the file.
/// </summary>
internal abstract class PendingWrite
{
    public required AppendFile File { get; init; }

    public required long Offset { get; init; }

    /// <summary>Must stay as they are until OnReadable or OnFailed.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public abstract void OnDurable();

    public abstract void OnReadable();

    public abstract void OnFailed(StorageException reason);
}
