using Bastion.Admin.Identity;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Oversight;

/// <summary>The live list, and when it changes. Orders go through InterventionDesk with the intervention's id.</summary>
internal sealed class RunningSessions(AdminStore store, CommitSignals signals, TimeProvider time)
{
    public Task<IReadOnlyList<RunningSession>> ListAsync(StaffContext who, CancellationToken cancellation) => throw new NotImplementedException(store.ToString() + time);

    /// <summary>Yields once at the start and after each change, for server-sent events; several changes may be one.</summary>
    public async IAsyncEnumerable<bool> ChangesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var next = signals.NextLive;
            yield return true;
            await next.WaitAsync(cancellation);
        }
    }
}
