using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;

namespace Bastion.Admin.Oversight;

/// <summary>After a step of the clock (R14): an Administrator looked at it and says it is right. Permissive, so it waits for the journal.</summary>
internal sealed class ClockDesk(AdminStore store, ClockWatch clock, Acknowledgements acknowledgements, TimeProvider time)
{
    /// <summary>Refusals: act.not_allowed, journal.behind.</summary>
    public async Task<Outcome<ActDone>> ConfirmAsync(StaffContext who, CancellationToken cancellation)
    {
        if (RightsJudge.Judge(who, "clock.confirm", time.GetUtcNow()) is { } refused)
            return refused;
        var entry = await store.WriteAsync(
            db => Task.FromResult(Outbox.Write(db, time.GetUtcNow(), new Act("clock.confirmed", who.Actor) { Permissive = true, Source = who.Source })),
            cancellation);
        if (!await acknowledgements.WaitAsync(entry.Id, cancellation))
            return Denial.Of(DenialCode.JournalBehind);
        clock.Confirm();
        return new ActDone(Pending: false);
    }
}
