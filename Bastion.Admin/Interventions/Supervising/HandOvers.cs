using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Notices;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Supervising;

/// <summary>One supervisor asks another to take the watch. Who asks goes on until the other one is there: presence is never promised, only seen.</summary>
internal sealed class HandOvers(AdminStore store, TimeProvider time)
{
    /// <summary>Engineers who may take the watch of a device, without the asker.</summary>
    public Task<List<StaffMember>> CandidatesAsync(StaffContext who, Guid deviceId) => store.ReadAsync(async db =>
    {
        var device = await db.Devices.SingleOrDefaultAsync(one => one.Id == deviceId);
        var all = await db.Staff.Include(one => one.Scopes).Where(one => one.Role == StaffRole.Engineer && one.Id != who.StaffId).OrderBy(one => one.Name).ToListAsync();
        return device is null ? [] : all.Where(one => Eligibility.InScope(one, device)).ToList();
    });

    public Task<bool> AskAsync(StaffContext who, Guid sessionId, Guid to, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        var session = await db.Sessions.SingleOrDefaultAsync(one => one.Id == sessionId, cancellation);
        var other = await db.Staff.Include(one => one.Scopes).SingleOrDefaultAsync(one => one.Id == to, cancellation);
        if (session is not { Live: true } || other is null || other.Id == who.StaffId)
            return false;
        var one = await Whole.Interventions(db).SingleAsync(one => one.Id == session.InterventionId, cancellation);
        if (!Eligibility.InScope(other, one.Device!))
            return false;
        var now = time.GetUtcNow();
        Tell.Add(db, other.Id, one, "N9H", now, who.Name);
        Outbox.Write(db, now, new Act("session.handover_asked", who.Actor) { InterventionId = one.Id, DeviceId = one.DeviceId, SessionId = sessionId, SubjectId = other.Id, Source = who.Source, Facts = new Dictionary<string, string> { ["to"] = other.Name } });
        return true;
    }, cancellation);
}
