namespace Bastion.Testing;

/// <summary>Waits for what must become true, with a time-out far beyond what any machine needs. A condition, never a fixed wait.</summary>
public static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    public static Task True(Func<bool> condition, string what, TimeSpan? patience = null) =>
        True(() => Task.FromResult(condition()), what, patience);

    public static async Task True(Func<Task<bool>> condition, string what, TimeSpan? patience = null) =>
        await Value(async () => await condition() ? what : null, what, patience);

    /// <summary>The first value that is not null.</summary>
    public static async Task<T> Value<T>(Func<Task<T?>> find, string what, TimeSpan? patience = null)
        where T : class
    {
        using var over = new CancellationTokenSource(patience ?? Patience);
        using var timer = new PeriodicTimer(Look);
        while (true)
        {
            if (await find() is { } found)
            {
                return found;
            }

            try
            {
                await timer.WaitForNextTickAsync(over.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Never came true: {what}");
            }
        }
    }

    /// <summary>Bounds the wait for a task that an event completes.</summary>
    public static async Task<T> Within<T>(this Task<T> task, string what, TimeSpan? patience = null)
    {
        await Within((Task)task, what, patience);
        return await task;
    }

    public static async Task Within(this Task task, string what, TimeSpan? patience = null)
    {
        try
        {
            await task.WaitAsync(patience ?? Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Never happened: {what}");
        }
    }
}
