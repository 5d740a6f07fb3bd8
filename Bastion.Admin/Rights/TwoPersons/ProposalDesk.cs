using System.Text.Json;
using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Rights.TwoPersons;

/// <summary>Acts of two persons: proposed by one, confirmed by another who may, seen by all Engineers. Nobody is both, and nobody confirms what is about himself.</summary>
internal sealed class ProposalDesk(AdminStore store, PersonFactory factory, TimeProvider time)
{
    private const int MaxShown = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>How long after its confirmation a reveal may be used.</summary>
    public static readonly TimeSpan RevealLimit = TimeSpan.FromMinutes(15);

    /// <summary>A new staff member's decisions count from here (S10).</summary>
    public static readonly TimeSpan Quarantine = TimeSpan.FromHours(24);

    /// <summary>In the caller's transaction.</summary>
    public static Proposal Propose(AdminDb db, StaffContext by, string act, Guid? subject, string about, object? payload, string reason, DateTimeOffset now) =>
        Propose(db, by.Actor, act, subject, about, payload, now, reason, by.Source);

    public static Proposal Propose(AdminDb db, ActorRef by, string act, Guid? subject, string about, object? payload, DateTimeOffset now, string reason = "", string source = "")
    {
        var proposal = new Proposal
        {
            Id = Guid.CreateVersion7(now),
            Act = act,
            SubjectId = subject,
            About = about,
            Payload = payload is null ? "" : JsonSerializer.Serialize(payload),
            Reason = reason,
            ProposedById = by.Id ?? Guid.Empty,
            ProposedByName = by.Name,
            ProposedAt = now,
            ExpiresAt = now + Patience,
        };
        db.Proposals.Add(proposal);
        Outbox.Write(db, now, new Oversight.Act("act.proposed", by) { SubjectId = subject ?? proposal.Id, Reason = reason, Source = source, Facts = Facts(proposal) });
        return proposal;
    }

    /// <summary>What waits, then what was settled, newest first.</summary>
    public Task<List<Proposal>> ListAsync() => store.ReadAsync(async db =>
        (await db.Proposals.Where(one => one.Act != Bootstrap.Closed).OrderByDescending(one => one.ProposedAt).Take(MaxShown).ToListAsync())
        .OrderBy(one => one.State != ProposalState.Waiting).ToList());

    /// <summary>Answers an enrolment link where the act makes one, else an empty text. Denials: act.not_allowed, two_persons.same, record.settled, record.unknown, name.taken.</summary>
    public Task<Outcome<string>> ConfirmAsync(StaffContext by, Guid id, CancellationToken cancellation) => store.WriteAsync<Outcome<string>>(async db =>
    {
        if (await LoadAsync(db, by, id, "proposal.confirm") is var loaded && !loaded.Done)
            return loaded.Denial;
        var proposal = loaded.Value;
        if (proposal.ProposedById == by.StaffId || proposal.SubjectId == by.StaffId)
            return Denial.Of(DenialCode.SamePerson);
        var now = time.GetUtcNow();
        var done = await PerformAsync(db, proposal, by, now);
        if (!done.Done)
            return done;
        Settle(db, proposal, by, ProposalState.Confirmed, now);
        return done;
    }, cancellation);

    /// <summary>By anybody who could confirm it, or by who proposed it.</summary>
    public Task<Denial?> DismissAsync(StaffContext by, Guid id, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        if (await LoadAsync(db, by, id, "proposal.dismiss") is var loaded && !loaded.Done)
            return loaded.Denial;
        Settle(db, loaded.Value, by, ProposalState.Dismissed, time.GetUtcNow());
        return (Denial?)null;
    }, cancellation);

    private static void Settle(AdminDb db, Proposal proposal, StaffContext by, ProposalState state, DateTimeOffset now)
    {
        proposal.State = state;
        proposal.SettledById = by.StaffId;
        proposal.SettledByName = by.Name;
        proposal.SettledAt = now;
        Outbox.Write(db, now, new Oversight.Act(state == ProposalState.Confirmed ? "act.confirmed" : "act.dismissed", by.Actor) { SubjectId = proposal.SubjectId ?? proposal.Id, Source = by.Source, Facts = Facts(proposal) });
    }

    private static Dictionary<string, string> Facts(Proposal proposal) => new() { ["act"] = proposal.Act, ["about"] = proposal.About, ["proposedBy"] = proposal.ProposedByName };

    private async Task<Outcome<Proposal>> LoadAsync(AdminDb db, StaffContext by, Guid id, string act)
    {
        var now = time.GetUtcNow();
        if (RightsJudge.Judge(by, act, now) is { } refused)
            return refused;
        if (await db.Proposals.SingleOrDefaultAsync(one => one.Id == id && one.Act != Bootstrap.Closed) is not { } proposal)
            return Denial.Of(DenialCode.Unknown);
        return proposal.State != ProposalState.Waiting || proposal.ExpiresAt <= now ? Denial.Of(DenialCode.Settled) : proposal;
    }

    private async Task<Outcome<string>> PerformAsync(AdminDb db, Proposal proposal, StaffContext by, DateTimeOffset now)
    {
        switch (proposal.Act)
        {
            case "person.add":
                var form = JsonSerializer.Deserialize<StaffForm>(proposal.Payload)!;
                if (await PersonFactory.CheckAsync(db, form.Login, form.Name) is { } wrong)
                    return wrong;
                var staff = factory.Staff(form);
                staff.DecidesFrom = now + Quarantine;
                return (await factory.AddAsync(db, staff, by)).Link;
            case "person.relink":
                var account = await db.Accounts.SingleOrDefaultAsync(one => one.Id == proposal.SubjectId);
                if (account is null or { State: AccountState.Disabled })
                    return Denial.Of(DenialCode.Unknown);
                if (account is StaffMember known)
                    known.DecidesFrom = now + Quarantine;
                return await factory.RelinkAsync(db, account, by);
            case "vendor.trust":
                var vendor = await db.Vendors.SingleOrDefaultAsync(one => one.Id == proposal.SubjectId);
                if (vendor is null)
                    return Denial.Of(DenialCode.Unknown);
                vendor.Trust = JsonSerializer.Deserialize<VendorTrust>(proposal.Payload);
                Outbox.Write(db, now, new Oversight.Act("vendor.changed", by.Actor) { SubjectId = vendor.Id, Facts = new Dictionary<string, string> { ["trust"] = vendor.Trust.ToString() } });
                return "";
            default:
                // A reveal is done by its proposer, once, soon after.
                return "";
        }
    }
}
