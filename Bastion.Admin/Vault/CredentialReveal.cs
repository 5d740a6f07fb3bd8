using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Bastion.Admin.Rights.TwoPersons;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vault;

/// <summary>
/// Break-glass: the secret of a device shown to an Engineer who has it in scope, when a second person has confirmed, once, within 15 minutes, and in the journal before it is on a screen.
/// What was seen is changed at the next occasion.
/// </summary>
internal sealed class CredentialReveal(AdminStore store, CredentialStore credentials, Acknowledgements acknowledgements, TimeProvider time)
{
    private const int MinReason = 10;
    private const string Reveal = "credential.reveal";

    /// <summary>Denials: act.not_allowed, factor.*, reason.too_short, record.unknown, credential.missing.</summary>
    public Task<Outcome<Guid>> AskAsync(StaffContext by, Guid endpointId, string reason, CancellationToken cancellation) => store.WriteAsync<Outcome<Guid>>(async db =>
    {
        var now = time.GetUtcNow();
        if (RightsJudge.Judge(by, Reveal, now) is { } refused)
            return refused;
        if (reason.Trim().Length < MinReason)
            return Denial.Of(DenialCode.ReasonTooShort);
        var endpoint = await db.Endpoints.Include(one => one.Credential).SingleOrDefaultAsync(one => one.Id == endpointId, cancellation);
        if (endpoint is null)
            return Denial.Of(DenialCode.Unknown);
        var device = await db.Devices.SingleAsync(one => one.Id == endpoint.DeviceId, cancellation);
        var staff = await db.Staff.Include(one => one.Scopes).SingleAsync(one => one.Id == by.StaffId, cancellation);
        if (!Eligibility.InScope(staff, device))
            return Denial.Of(DenialCode.OutOfScope);
        return endpoint.Credential is null
            ? Denial.Of(DenialCode.CredentialMissing)
            : ProposalDesk.Propose(db, by, Reveal, endpointId, $"{device.Name}, {endpoint.Protocol}", null, reason.Trim(), now).Id;
    }, cancellation);

    /// <summary>Account and secret. Denials: act.not_allowed, record.unknown, record.settled, two_persons.wait, journal.behind.</summary>
    public async Task<Outcome<(string Account, string Secret)>> ShowAsync(StaffContext by, Guid proposalId, CancellationToken cancellation)
    {
        var taken = await store.WriteAsync<Outcome<(Guid Entry, Guid Endpoint)>>(async db =>
        {
            var now = time.GetUtcNow();
            if (RightsJudge.Judge(by, Reveal, now) is { } refused)
                return refused;
            var proposal = await db.Proposals.SingleOrDefaultAsync(one => one.Id == proposalId && one.Act == Reveal && one.ProposedById == by.StaffId, cancellation);
            if (proposal is null)
                return Denial.Of(DenialCode.Unknown);
            if (proposal.State == ProposalState.Waiting)
                return Denial.Of(DenialCode.SecondPersonWanted);
            if (proposal.State == ProposalState.Dismissed || proposal.UsedAt is not null || now - proposal.SettledAt > ProposalDesk.RevealLimit)
                return Denial.Of(DenialCode.Settled);
            var endpoint = await db.Endpoints.Include(one => one.Credential).SingleOrDefaultAsync(one => one.Id == proposal.SubjectId, cancellation);
            if (endpoint?.Credential is not { } credential)
                return Denial.Of(DenialCode.CredentialMissing);
            proposal.UsedAt = now;
            credential.RotationDue = true;
            var entry = Outbox.Write(db, now, new Act("credential.revealed", by.Actor)
            {
                Permissive = true,
                DeviceId = endpoint.DeviceId,
                SubjectId = credential.Id,
                Reason = proposal.Reason,
                Source = by.Source,
                Facts = new Dictionary<string, string> { ["confirmedBy"] = proposal.SettledByName },
            });
            return (entry.Id, endpoint.Id);
        }, cancellation);
        if (!taken.Done)
            return taken.Denial;
        if (!await acknowledgements.WaitAsync(taken.Value.Entry, cancellation))
            return Denial.Of(DenialCode.JournalBehind);
        return await store.ReadAsync<Outcome<(string, string)>>(async db =>
        {
            var endpoint = await db.Endpoints.Include(one => one.Credential).SingleAsync(one => one.Id == taken.Value.Endpoint, cancellation);
            using var secret = credentials.Open(endpoint.Credential!);
            return (endpoint.Account, KeySecret.Split(secret.Reveal()).Key);
        });
    }
}
