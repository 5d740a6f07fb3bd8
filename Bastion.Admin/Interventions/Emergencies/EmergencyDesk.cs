using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Policies;

namespace Bastion.Admin.Interventions.Emergencies;

/// <summary>The look that an emergency gets afterwards, by two persons who did not open it (2.5).</summary>
internal sealed class EmergencyDesk(DeskActs acts)
{
    public const int Reviewers = 2;

    /// <summary>Denials: act.not_allowed, emergency.opener, emergency.reviewed, reason.too_short (with remarks or not justified), intervention.settled.</summary>
    public Task<Outcome<ActDone>> ReviewAsync(StaffContext who, Guid interventionId, ReviewVerdict verdict, string comment, CancellationToken cancellation) => acts.AtOnceAsync(who, interventionId, one =>
    {
        var intervention = one.Intervention;
        var reader = one.Staff.Role == StaffRole.Auditor || (one.Staff.Role == StaffRole.Engineer && Decisions.Eligibility.InScope(one.Staff, intervention.Device!));
        if (!reader || one.Staff.State != AccountState.Active || intervention.Urgency != Urgency.Emergency)
            return Denial.Of(DenialCode.NotAllowed);
        if (one.Standing.State is not (InterventionState.Ended or InterventionState.Reported))
            return one.Settled();
        if (intervention.Decisions.Exists(decision => decision.ApproverId == who.StaffId))
            return Denial.Of("emergency.opener");
        if (intervention.Reviews.Exists(review => review.ReviewerId == who.StaffId) || intervention.Reviews.Count >= Reviewers)
            return Denial.Of("emergency.reviewed");
        if (verdict != ReviewVerdict.Justified && comment.Trim().Length < InterventionDesk.MinReason)
            return Denial.Of(DenialCode.ReasonTooShort, "min", "10");
        var review = new EmergencyReview { Id = Guid.CreateVersion7(one.Now), InterventionId = intervention.Id, ReviewerId = who.StaffId, ReviewerName = who.Name, At = one.Now, Verdict = verdict, Comment = comment.Trim() };
        one.Db.Reviews.Add(review);
        one.Write("emergency.reviewed", comment, permissive: false, ("verdict", verdict.ToString()));
        return null;
    }, cancellation);
}
