using System.Collections.Concurrent;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Oversight;

/// <summary>Where a permissive act waits for its entry to be acknowledged, outside any transaction.</summary>
internal sealed class Acknowledgements(AdminStore store, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = [];
    private volatile bool behind;

    /// <summary>The last append failed: whoever asks for something permissive is told at once.</summary>
    public bool Behind
    {
        get => behind;
        set => behind = value;
    }

    /// <returns>False after 5 seconds without acknowledgement. The act itself stays committed and pending.</returns>
    public async Task<bool> WaitAsync(Guid entryId, CancellationToken cancellation)
    {
        var mine = waiting.GetOrAdd(entryId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            // The pump may have been faster than this registration.
            if (await store.ReadAsync(db => db.Outbox.AnyAsync(entry => entry.Id == entryId && entry.AcknowledgedAt != null, cancellation)))
                return true;
            await mine.Task.WaitAsync(Patience, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            waiting.TryRemove(entryId, out _);
        }
    }

    public void Complete(Guid entryId)
    {
        if (waiting.TryRemove(entryId, out var mine))
            mine.TrySetResult();
    }
}
