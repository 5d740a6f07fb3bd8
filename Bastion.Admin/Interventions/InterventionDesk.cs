using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Windows;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions;

/// <summary>The acts of the staff that decide about one intervention. Denials are values; each act re-checks everything in its own transaction.</summary>
internal sealed class InterventionDesk(AdminStore store, GatewayLinks links, Acknowledgements acknowledgements, ClockWatch clock, TimeProvider time)
{
    public const int MinReason = 10;
    private const int MaxReason = 2000;

    /// <summary>
    /// I3 and I5, permissive. Denials: factor.stale (a code ≤ 5 minutes old is wanted), intervention.changed, intervention.settled (facts state, by, at),
    /// decision.own_request, decision.out_of_scope, act.not_allowed, window.wider, window.past, device.booked (fact number), vendor.suspended, credential.missing, clock.unsafe.
    /// </summary>
    public async Task<Outcome<ActDone>> ApproveAsync(StaffContext who, ApproveCommand command, CancellationToken cancellation)
    {
        var entry = await store.WriteAsync<Outcome<OutboxEntry>>(async db =>
        {
            var now = time.GetUtcNow();
            if (await LoadAsync(db, who, command.InterventionId) is not var (staff, one))
                return Denial.Of(DenialCode.InterventionUnknown);
            var standing = Settling.Apply(db, one, now);
            var decision = NewDecision(who, one, command, now);
            if (standing.State != InterventionState.Requested)
                return Late(db, one, standing, staff, decision);
            if (await RefusalOfApprovalAsync(db, who, staff, one, command, now) is { } denial)
                return denial;
            decision.Step = Chain.Next(one) ?? Policies.Step.Engineer;
            one.Decisions.Add(decision);
            db.Decisions.Add(decision);
            one.NotBefore = command.NotBefore.ToUniversalTime();
            one.NotAfter = command.NotAfter.ToUniversalTime();
            one.DecidedNotAfter = one.NotAfter;
            one.GrantedControls = one.Terms.NoFileIn ? command.Controls & ~Policies.PolicyCase.FilesIn : command.Controls;
            decision.Controls = one.GrantedControls;
            one.Comment = command.Comment.Trim();
            var step = Outbox.Write(db, now, Act(who, one, "decision.approved", command.Comment) with { Permissive = true, Facts = new Dictionary<string, string> { ["number"] = one.Number, ["step"] = decision.Step.ToString() } });
            if (Chain.Next(one) is not null)
            {
                await Notices.Tell.StepAsync(db, one, now);
                return step;
            }

            one.State = InterventionState.Approved;
            one.SettledAt = now;
            await Series.SeriesDesk.CoverAsync(db, one, now);
            Notices.Tell.Technicians(db, one, "N3", now);
            await Notices.Tell.WardAsync(db, one, "N3", now);
            return Outbox.Write(db, now, Act(who, one, "intervention.approved", "") with { Permissive = true, Facts = DecisionFacts(one) });
        }, cancellation);
        return await AcknowledgedAsync(entry, cancellation);
    }

    /// <summary>I6. The reason has at least 10 characters and is shown to the vendor. Denials also: intervention.settled with state Approved: offer to revoke instead (R2).</summary>
    public Task<Outcome<ActDone>> RefuseAsync(StaffContext who, Guid interventionId, string reason, CancellationToken cancellation) => ActAsync(who, interventionId, (db, one, standing, orders, now) =>
    {
        if (ReasonDenial(reason) is { } denial)
            return denial;
        if (standing.State != InterventionState.Requested)
            return Settled(one, standing);
        var decision = new Decision
        {
            Id = Guid.CreateVersion7(now),
            InterventionId = one.Id,
            ApproverId = who.StaffId,
            Verdict = Verdict.Refused,
            RequestVersion = one.RequestVersion,
            DeviceVersion = one.DeviceVersion,
            At = now,
            FactorAt = who.FactorAt,
            Comment = reason.Trim(),
            Source = who.Source,
            ShownHash = [],
            NotBefore = one.NotBefore,
            NotAfter = one.NotAfter,
        };
        db.Decisions.Add(decision);
        one.State = InterventionState.Refused;
        one.SettledAt = now;
        one.EndedAt = now;
        one.Comment = reason.Trim();
        Notices.Tell.Technicians(db, one, "N5", now, reason.Trim());
        Outbox.Write(db, now, Act(who, one, "intervention.refused", reason));
        return null;
    }, cancellation);

    /// <summary>I11 before the opening; I17 after it: this is Stop, it ends all sessions of the intervention and the intervention. Protective: at once.</summary>
    public Task<Outcome<ActDone>> RevokeAsync(StaffContext who, Guid interventionId, string reason, CancellationToken cancellation) => ActAsync(who, interventionId, (db, one, standing, orders, now) =>
    {
        if (ReasonDenial(reason) is { } denial)
            return denial;
        if (standing.State == InterventionState.Approved)
        {
            one.State = InterventionState.Refused;
            one.Cause = EndCause.Revoked;
            one.EndedAt = now;
            Interlock.DeviceCare.DropRelease(db, one, who.Actor, now);
            one.Comment = reason.Trim();
            Outbox.Write(db, now, Act(who, one, "intervention.revoked", reason));
            return null;
        }

        if (standing.State != InterventionState.Open)
            return Settled(one, standing);
        one.Comment = reason.Trim();
        Outbox.Write(db, now, Act(who, one, "intervention.revoked", reason));
        Settling.End(db, one, EndCause.Revoked, who.Actor, reason, now);
        foreach (var session in one.Sessions.Where(session => session.Live))
            orders.End(session, SessionEndReason.StaffRevoked, reason.Trim(), who.Name);
        return null;
    }, cancellation);

    /// <summary>I17 by an Engineer: the work is done and nobody is connected.</summary>
    public Task<Outcome<ActDone>> FinishAsync(StaffContext who, Guid interventionId, CancellationToken cancellation) => ActAsync(who, interventionId, (db, one, standing, orders, now) =>
    {
        if (standing.State != InterventionState.Open)
            return Settled(one, standing);
        if (one.Sessions.Exists(session => session.Live))
            return Denial.Of(DenialCode.InterventionNotOpen, "state", nameof(InterventionFacet.Live));
        Settling.End(db, one, EndCause.StaffFinished, who.Actor, "", now);
        return null;
    }, cancellation);

    /// <summary>I14: all sessions frozen at once, no new lease.</summary>
    public Task<Outcome<ActDone>> FreezeAsync(StaffContext who, Guid interventionId, string reason, CancellationToken cancellation) => ActAsync(who, interventionId, (db, one, standing, orders, now) =>
    {
        if (standing.State != InterventionState.Open)
            return Settled(one, standing);
        one.Freezes |= FreezeCauses.Staff;
        one.FrozenAt = now;
        foreach (var session in one.Sessions.Where(session => session.Live))
        {
            session.Freezes |= FreezeCauses.Staff;
            orders.Freeze(session, FreezeCauses.Staff, blind: false, Short(reason), who.Name);
        }

        Outbox.Write(db, now, Act(who, one, "intervention.frozen", reason) with { Facts = new Dictionary<string, string> { ["cause"] = nameof(FreezeCauses.Staff) } });
        return null;
    }, cancellation);

    /// <summary>I14, permissive: the sessions go on when the journal has it.</summary>
    public async Task<Outcome<ActDone>> ResumeAsync(StaffContext who, Guid interventionId, CancellationToken cancellation)
    {
        var entry = await store.WriteAsync<Outcome<OutboxEntry>>(async db =>
        {
            var now = time.GetUtcNow();
            if (await LoadAsync(db, who, interventionId) is not var (staff, one))
                return Denial.Of(DenialCode.InterventionUnknown);
            if (Eligibility.Act(staff, one) is { } denial)
                return denial;
            var standing = Settling.Apply(db, one, now);
            if (standing.State != InterventionState.Open || (one.Freezes & (FreezeCauses.Staff | FreezeCauses.Ward)) == 0)
                return Settled(one, standing);
            return Outbox.Write(db, now, Act(who, one, "intervention.resumed", "") with { Permissive = true, Effect = AcknowledgedEffect.Resume, EffectId = one.Id });
        }, cancellation);
        return await AcknowledgedAsync(entry, cancellation);
    }

    /// <summary>I15, permissive. Denials: extension.too_late, extension.too_long (fact max = minutes left to grant), device.booked (fact number).</summary>
    public async Task<Outcome<ActDone>> ExtendAsync(StaffContext who, Guid interventionId, int minutes, string reason, CancellationToken cancellation)
    {
        var entry = await store.WriteAsync<Outcome<OutboxEntry>>(async db =>
        {
            var now = time.GetUtcNow();
            if (await LoadAsync(db, who, interventionId) is not var (staff, one))
                return Denial.Of(DenialCode.InterventionUnknown);
            if (Eligibility.Act(staff, one) is { } denial)
                return denial;
            var standing = Settling.Apply(db, one, now);
            if (standing.Cause == EndCause.WindowEnded)
                return Denial.Of(DenialCode.ExtensionTooLate);
            if (standing.State != InterventionState.Open)
                return Settled(one, standing);
            if (!clock.Safe)
                return Denial.Of(DenialCode.ClockUnsafe);
            var granted = one.Extensions.Where(extension => !extension.TooLate).Sum(extension => extension.Minutes);
            var (single, total) = SessionLimits.Extension(one.Device!.Criticality);
            var left = Math.Min((int)single.TotalMinutes, (int)total.TotalMinutes - granted);
            if (minutes < 1 || minutes > left)
                return Denial.Of(DenialCode.ExtensionTooLong, "max", Math.Max(0, left).ToString(CultureInfo.InvariantCulture));
            var end = one.DecidedNotAfter + TimeSpan.FromMinutes(granted + minutes);
            if (await Bookings.ConflictAsync(db, one, new AccessWindow(one.NotAfter, end), now) is { } booked)
                return booked;
            if (await Policies.PolicyCase.ExtensionAsync(db, one, staff, end, now) is { } tighter)
                return tighter;
            one.AskedMinutes = 0;
            var extension = new Extension { Id = Guid.CreateVersion7(now), InterventionId = one.Id, Minutes = minutes, NewNotAfter = end, ById = who.StaffId, At = now, Reason = Short(reason) };
            db.Extensions.Add(extension);
            return Outbox.Write(db, now, Act(who, one, "intervention.extended", reason) with
            {
                Permissive = true,
                Effect = AcknowledgedEffect.Extend,
                EffectId = extension.Id,
                Facts = new Dictionary<string, string> { ["minutes"] = minutes.ToString(CultureInfo.InvariantCulture), ["notAfter"] = Denial.Instant(end) },
            });
        }, cancellation);
        return await AcknowledgedAsync(entry, cancellation);
    }

    /// <summary>More time was asked, and the answer is no.</summary>
    public Task<Outcome<ActDone>> RefuseTimeAsync(StaffContext who, Guid interventionId, string reason, CancellationToken cancellation) => ActAsync(who, interventionId, (db, one, standing, orders, now) =>
    {
        if (one.AskedMinutes == 0)
            return Settled(one, standing);
        one.AskedMinutes = 0;
        Outbox.Write(db, now, Act(who, one, "extension.refused", reason));
        Notices.Tell.Technicians(db, one, "N10", now, Short(reason));
        return null;
    }, cancellation);

    /// <summary>A sentence to the technicians of all live sessions.</summary>
    public Task<Outcome<ActDone>> NotifyAsync(StaffContext who, Guid interventionId, string text, CancellationToken cancellation) => ActAsync(who, interventionId, (db, one, standing, orders, now) =>
    {
        if (standing.State != InterventionState.Open)
            return Settled(one, standing);
        if (string.IsNullOrWhiteSpace(text))
            return Denial.Of(DenialCode.FieldRequired, "field", "text");
        foreach (var session in one.Sessions.Where(session => session.Live))
            orders.Notice(session, Short(text), who.Name);
        Outbox.Write(db, now, Act(who, one, "session.noticed", text));
        return null;
    }, cancellation);

    private static Decision NewDecision(StaffContext who, Intervention one, ApproveCommand command, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        InterventionId = one.Id,
        ApproverId = who.StaffId,
        Verdict = Verdict.Approved,
        RequestVersion = command.RequestVersion,
        DeviceVersion = command.DeviceVersion,
        At = now,
        FactorAt = who.FactorAt,
        Comment = Short(command.Comment),
        Source = who.Source,
        ShownHash = SHA256.HashData(Encoding.UTF8.GetBytes(command.Shown)),
        NotBefore = command.NotBefore.ToUniversalTime(),
        NotAfter = command.NotAfter.ToUniversalTime(),
        Controls = command.Controls,
    };

    /// <summary>R1: the second approval of a settled request is kept, and changes nothing.</summary>
    private static Outcome<OutboxEntry> Late(AdminDb db, Intervention one, Standing standing, StaffMember staff, Decision decision)
    {
        var again = one.Decisions.Exists(other => other.ApproverId == staff.Id);
        if (standing.State is InterventionState.Approved or InterventionState.Open && !again && Eligibility.Approve(staff, one) is null)
        {
            decision.WithoutEffect = true;
            db.Decisions.Add(decision);
            Outbox.Write(db, decision.At, new Act("decision.approved", ActorRef.Of(staff)) { InterventionId = one.Id, DeviceId = one.DeviceId, Facts = new Dictionary<string, string> { ["effect"] = "none" } });
        }

        return Settled(one, standing);
    }

    private async Task<Denial?> RefusalOfApprovalAsync(AdminDb db, StaffContext who, StaffMember staff, Intervention one, ApproveCommand command, DateTimeOffset now)
    {
        if (Eligibility.Approve(staff, one) is { } notEligible)
            return notEligible;
        if (RightsJudge.Judge(who, "intervention.approve", now) is { } refused)
            return refused;
        if (command.RequestVersion != one.RequestVersion || command.DeviceVersion != one.Device!.DeviceVersion)
            return Denial.Of(DenialCode.InterventionChanged);
        if (!clock.Safe)
            return Denial.Of(DenialCode.ClockUnsafe);
        if (one.Vendor!.State == VendorState.Suspended)
            return Denial.Of(DenialCode.VendorSuspended);
        var window = new AccessWindow(command.NotBefore, command.NotAfter);
        // A later step sees what the earlier ones left, and may only narrow it further.
        var first = !Chain.Counting(one).Any();
        var asked = first ? new AccessWindow(one.AskedNotBefore, one.AskedNotAfter) : one.Window;
        if (!first && (command.Controls & ~one.GrantedControls) != 0)
            return Denial.Of(DenialCode.WindowWider);
        if (!asked.Encloses(window) || (command.Controls & ~(one.AskedControls | SessionControls.Shell | ControlWords.ModesFor(one.AskedControls, one.Device!.Criticality))) != 0)
            return Denial.Of(DenialCode.WindowWider);
        if (window.NotAfter <= now)
            return Denial.Of("window.past");
        if (one.Endpoints.Exists(requested => !requested.Endpoint!.CanSignIn))
            return Denial.Of(DenialCode.CredentialMissing);
        return await Bookings.ConflictAsync(db, one, window, now);
    }

    private static async Task<(StaffMember Staff, Intervention One)?> LoadAsync(AdminDb db, StaffContext who, Guid id)
    {
        var staff = await db.Staff.Include(one => one.Scopes).SingleOrDefaultAsync(one => one.Id == who.StaffId);
        var intervention = await Whole.Interventions(db).SingleOrDefaultAsync(one => one.Id == id);
        return staff is null || intervention is null ? null : (staff, intervention);
    }

    private static Act Act(StaffContext who, Intervention one, string kind, string reason) =>
        new(kind, who.Actor) { InterventionId = one.Id, DeviceId = one.DeviceId, Reason = Short(reason), Source = who.Source, Facts = new Dictionary<string, string> { ["number"] = one.Number } };

    private static Dictionary<string, string> DecisionFacts(Intervention one) => new()
    {
        ["number"] = one.Number,
        ["notBefore"] = Denial.Instant(one.NotBefore),
        ["notAfter"] = Denial.Instant(one.NotAfter),
        ["controls"] = string.Join(' ', ControlWords.Of(one.GrantedControls)),
    };

    private static Denial Settled(Intervention one, Standing standing)
    {
        var last = one.Decisions.FindLast(decision => !decision.WithoutEffect);
        return new Denial(DenialCode.InterventionSettled, new Dictionary<string, string>
        {
            ["state"] = standing.State.ToString(),
            ["by"] = last?.Approver?.Name ?? "",
            ["at"] = Denial.Instant(last?.At ?? standing.Since ?? one.RequestedAt),
        });
    }

    private static Denial? ReasonDenial(string reason) =>
        reason.Trim().Length < MinReason ? Denial.Of(DenialCode.ReasonTooShort, "min", MinReason.ToString(CultureInfo.InvariantCulture)) : null;

    private static string Short(string text) => text.Trim() is { Length: > MaxReason } cut ? cut[..MaxReason] : text.Trim();

    /// <summary>A protective act: committed, then pushed, and nobody waits for the journal.</summary>
    private async Task<Outcome<ActDone>> ActAsync(StaffContext who, Guid interventionId, Func<AdminDb, Intervention, Standing, OrderList, DateTimeOffset, Denial?> act, CancellationToken cancellation)
    {
        var orders = new OrderList(links);
        var denial = await store.WriteAsync(async db =>
        {
            orders = new OrderList(links);
            var now = time.GetUtcNow();
            if (await LoadAsync(db, who, interventionId) is not var (staff, one))
                return Denial.Of(DenialCode.InterventionUnknown);
            return Eligibility.Act(staff, one) ?? act(db, one, Settling.Apply(db, one, now), orders, now);
        }, cancellation);
        if (denial is not null)
            return denial;
        orders.Send();
        return new ActDone(Pending: false);
    }

    private async Task<Outcome<ActDone>> AcknowledgedAsync(Outcome<OutboxEntry> entry, CancellationToken cancellation) =>
        entry.Done ? new ActDone(Pending: !await acknowledgements.WaitAsync(entry.Value.Id, cancellation)) : entry.Denial;
}
