using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Files;

/// <summary>What staff does with held files.</summary>
internal sealed class HeldDesk(AdminStore store, QuarantineStore contents, Acknowledgements acknowledgements, TimeProvider time)
{
    private const int MinReason = 10;
    private const int MaxRows = 500;

    /// <summary>Those this person may see; the undecided first, then newest first.</summary>
    public Task<List<HeldRow>> ListAsync(StaffContext who) => store.ReadAsync(async db =>
    {
        var staff = await db.Staff.Include(one => one.Scopes).SingleAsync(one => one.Id == who.StaffId);
        var files = await Whole(db).OrderByDescending(one => one.HeldAt).Take(MaxRows).ToListAsync();
        var waiting = files.Select(one => one.ReleaseEntryId).OfType<Guid>().ToList();
        var pending = await db.Outbox.Where(entry => waiting.Contains(entry.Id) && entry.AcknowledgedAt == null).Select(entry => entry.Id).ToListAsync();
        return files.Where(one => Eligibility.See(staff, one.Device!)).OrderBy(one => one.State == HeldState.Held ? 0 : 1).Select(one => Row(one, staff, pending)).ToList();
    });

    /// <summary>Takes effect when the journal has it. Denials: record.unknown, act.not_allowed, decision.out_of_scope, record.settled.</summary>
    public async Task<Outcome<ActDone>> ReleaseAsync(StaffContext who, Guid id, CancellationToken cancellation)
    {
        var outcome = await DecideAsync(who, id, (db, file, now) =>
        {
            file.State = HeldState.Released;
            var entry = Outbox.Write(db, now, HeldFiles.ActOf("file.released", file, who.Actor) with { Source = who.Source, Permissive = true });
            file.ReleaseEntryId = entry.Id;
            return entry;
        }, cancellation);
        return outcome.Done ? new ActDone(!await acknowledgements.WaitAsync(outcome.Value.Id, cancellation)) : outcome.Denial;
    }

    /// <summary>The content goes at once. The reason is shown to the technician.</summary>
    public async Task<Outcome<ActDone>> RefuseAsync(StaffContext who, Guid id, string reason, CancellationToken cancellation)
    {
        if (reason.Trim().Length < MinReason)
            return Denial.Of(DenialCode.ReasonTooShort);
        var outcome = await DecideAsync(who, id, (db, file, now) =>
        {
            file.State = HeldState.Refused;
            file.Reason = reason.Trim() is { Length: > 400 } longer ? longer[..400] : reason.Trim();
            file.Key = [];
            return Outbox.Write(db, now, HeldFiles.ActOf("file.refused", file, who.Actor) with { Source = who.Source, Reason = file.Reason });
        }, cancellation);
        if (!outcome.Done)
            return outcome.Denial;
        contents.Delete(id);
        return new ActDone(false);
    }

    private Task<Outcome<OutboxEntry>> DecideAsync(StaffContext who, Guid id, Func<AdminDb, HeldFile, DateTimeOffset, OutboxEntry> decide, CancellationToken cancellation) => store.WriteAsync<Outcome<OutboxEntry>>(async db =>
    {
        var staff = await db.Staff.Include(one => one.Scopes).SingleAsync(one => one.Id == who.StaffId);
        if (await Whole(db).SingleOrDefaultAsync(one => one.Id == id) is not { } file)
            return Denial.Of(DenialCode.Unknown);
        if (Eligibility.Act(staff, file.Intervention!) is { } denial)
            return denial;
        if (file.State != HeldState.Held)
            return Denial.Of(DenialCode.Settled);
        var now = time.GetUtcNow();
        file.DecidedById = staff.Id;
        file.DecidedAt = now;
        return decide(db, file, now);
    }, cancellation);

    private static IQueryable<HeldFile> Whole(AdminDb db) => db.HeldFiles
        .Include(one => one.Device!.Site).Include(one => one.Device!.Unit).Include(one => one.Technician!.Vendor).Include(one => one.Intervention!.Device!.Site).AsSplitQuery();

    private static HeldRow Row(HeldFile file, StaffMember staff, List<Guid> pending) => new(
        file.Id,
        file.Number,
        file.State,
        file.Path,
        file.Bytes,
        Convert.ToHexStringLower(file.Sha256),
        file.Scan,
        file.Reason,
        file.HeldAt,
        file.Technician!.Name,
        file.Technician.Vendor!.Name,
        file.Device!.Name,
        file.Device.Label,
        file.Intervention!.Number,
        file.Device.Site!.Zone,
        file.State == HeldState.Held && Eligibility.Act(staff, file.Intervention) is null,
        file.ReleaseEntryId is { } entry && pending.Contains(entry));
}
