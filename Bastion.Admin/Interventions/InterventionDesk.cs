using Bastion.Admin.Identity;

namespace Bastion.Admin.Interventions;

/// <summary>The acts of the staff on one intervention. Denials are values; each act re-checks everything in its own transaction.</summary>
internal sealed class InterventionDesk
{
    /// <summary>I3 and I5. Denials: factor.stale (needs a code ≤ 5 minutes old), intervention.changed, intervention.settled (facts by, at, state), decision.own_request, decision.out_of_scope, act.not_allowed, window.wider, device.booked (fact number), vendor.suspended, credential.missing.</summary>
    public Task<Outcome<ActDone>> ApproveAsync(StaffContext who, ApproveCommand command, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>I6. The reason has at least 10 characters and is shown to the vendor.</summary>
    public Task<Outcome<ActDone>> RefuseAsync(StaffContext who, Guid interventionId, string reason, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>I11 before the opening, I17 after it (this is Stop: ends all sessions of the intervention and the intervention).</summary>
    public Task<Outcome<ActDone>> RevokeAsync(StaffContext who, Guid interventionId, string reason, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>I17 by an Engineer: work is done, no live session.</summary>
    public Task<Outcome<ActDone>> FinishAsync(StaffContext who, Guid interventionId, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>I14: all sessions frozen at once, no new lease.</summary>
    public Task<Outcome<ActDone>> FreezeAsync(StaffContext who, Guid interventionId, string reason, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>I14, permissive: waits for the journal.</summary>
    public Task<Outcome<ActDone>> ResumeAsync(StaffContext who, Guid interventionId, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>I15, permissive. Denials: extension.too_late, extension.too_long (fact max = minutes), device.booked.</summary>
    public Task<Outcome<ActDone>> ExtendAsync(StaffContext who, Guid interventionId, int minutes, string reason, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>A sentence to the technicians of all live sessions.</summary>
    public Task<Outcome<ActDone>> NotifyAsync(StaffContext who, Guid interventionId, string text, CancellationToken cancellation) => throw new NotImplementedException();
}
