using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Web.Live;

/// <summary>From a session's id to what its page shows, through what this reader may see.</summary>
internal sealed class SessionFinder(AdminStore store, RunningSessions sessions, InterventionReader interventions)
{
    public async Task<WatchModel?> FindAsync(StaffContext staff, Guid sessionId, CancellationToken cancellation)
    {
        var running = (await sessions.ListAsync(staff, cancellation)).FirstOrDefault(one => one.Id == sessionId);
        var intervention = running?.InterventionId
            ?? await store.ReadAsync(db => db.Sessions.Where(one => one.Id == sessionId).Select(one => (Guid?)one.InterventionId).SingleOrDefaultAsync(cancellation));
        if (intervention is null || await interventions.GetAsync(staff, intervention.Value.ToString(), cancellation) is not { } sheet)
            return null;
        return sheet.Sessions.FirstOrDefault(line => line.Id == sessionId) is { } line ? new WatchModel(sessionId, running, sheet, line) : null;
    }
}
