namespace Bastion.Recorder.Storage;

/// <summary>
/// Whether the disk can be trusted. The first failure is kept and final for this process: after a failed sync nobody knows what
/// is on the disk, so only a new start, which reads it, may say that storage is well again.
/// </summary>
internal sealed class StorageHealth
{
    private readonly TaskCompletionSource<StorageException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Ok => !_failed.Task.IsCompleted;

    /// <summary>What failed; empty while all is well.</summary>
    public string Text => _failed.Task.IsCompleted ? _failed.Task.Result.Message : "";

    /// <summary>Completes at the first failure.</summary>
    public Task<StorageException> Failed => _failed.Task;

    public bool Fail(StorageException reason) => _failed.TrySetResult(reason);

    public void ThrowIfFailed()
    {
        if (_failed.Task.IsCompleted)
            throw _failed.Task.Result;
    }
}
