using System.Collections.Concurrent;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>
/// Until when each live session may live without another renewal. In memory only: after a restart of Admin every live session has one whole lease
/// from the start to be taken up again by its Gateway.
/// </summary>
internal sealed class LeaseClock(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> until = [];
    private readonly DateTimeOffset startedAt = time.GetUtcNow();

    public void Renew(Guid session) => until[session] = time.GetUtcNow() + SessionLimits.Lease;

    public void Forget(Guid session) => until.TryRemove(session, out _);

    public DateTimeOffset Until(Guid session)
    {
        var afterStart = startedAt + SessionLimits.Lease;
        return until.TryGetValue(session, out var renewed) && renewed > afterStart ? renewed : afterStart;
    }
}
