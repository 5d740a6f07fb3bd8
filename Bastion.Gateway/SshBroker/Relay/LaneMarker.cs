namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>A place in a lane.</summary>
/// <param name="sealed">Runs when everything before it was sealed for the leg and nothing of it was flushed yet; null for nothing.</param>
internal sealed class LaneMarker(Action? @sealed = null)
{
    private readonly TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Everything before it was delivered, or never will be.</summary>
    public Task Passed => passed.Task;

    public void Seal() => @sealed?.Invoke();

    public void Pass() => passed.TrySetResult();
}
