namespace Bastion.Recorder.Storage;

/// <summary>A write that somebody awaits: done when the bytes are durable and readable.</summary>
internal sealed class AwaitedWrite : PendingWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override void OnDurable()
    {
    }

    public override void OnReadable() => _done.TrySetResult();

    public override void OnFailed(StorageException reason) => _done.TrySetException(reason);
}
