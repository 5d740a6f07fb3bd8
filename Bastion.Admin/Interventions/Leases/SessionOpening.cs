using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>
/// I12 and I13. The permit is written with its journal entry; the lease is minted only when the journal has acknowledged it,
/// so no right exists that the journal does not know.
/// </summary>
internal sealed class SessionOpening(AdminStore store, SignInDesk signIns, OpeningCase openings, LeaseMint mint, LeaseClock leases, Acknowledgements acknowledgements, TimeProvider time)
{
    public async Task<Outcome<Session>> OpenAsync(OpenRequest request, CancellationToken cancellation)
    {
        var permit = await store.WriteAsync(db => PermitAsync(db, request), cancellation);
        if (!permit.Done)
            return permit.Denial;
        var (session, entry) = permit.Value;
        if (session.Lease.Length > 0)
            return session;
        leases.Renew(session.Id);
        if (entry is not null && !await acknowledgements.WaitAsync(entry.Value, cancellation))
        {
            await store.WriteAsync(db => WithdrawAsync(db, session.Id), CancellationToken.None);
            return Denial.Of(DenialCode.JournalBehind);
        }

        return await store.WriteAsync(db => MintAsync(db, session.Id), cancellation);
    }

    /// <summary>Why this intervention would not open for this person now; null when it would. For lists; the door asks again.</summary>
    public async Task<Denial?> BlockedAsync(AdminDb db, Intervention one, LiveSignIn signIn, string protocol, string source)
    {
        var now = time.GetUtcNow();
        return OpeningGuards.Evaluate(await openings.FactsAsync(db, one, signIn, protocol, source, now), now);
    }

    private static Session NewSession(OpenRequest request, Intervention one, Guid technicianId, DateTimeOffset now) => new()
    {
        Id = request.SessionId,
        InterventionId = one.Id,
        TechnicianId = technicianId,
        DeviceId = one.DeviceId,
        EndpointId = OpeningCase.EndpointOf(one, request.Protocol)!.Id,
        Source = request.Source.Address,
        Listener = request.Source.Listener,
        Client = request.Source.Client,
        LeaseId = Guid.NewGuid(),
        Lease = [],
        LeaseSignature = [],
        LeaseKeyId = "",
        PermittedAt = now,
    };

    // Who named a device is told what is missing on it; who named an intervention, that it is not his.
    private static Denial Unknown(OpenRequest request) =>
        Denial.Of(request.Intervention.Length > 0 ? DenialCode.InterventionUnknown : DenialCode.DeviceUnknown, "device", request.Device);

    private async Task<Outcome<(Session Session, Guid? Entry)>> PermitAsync(AdminDb db, OpenRequest request)
    {
        var now = time.GetUtcNow();
        if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(request.Token)) is not { } signIn)
            return Denial.Of(DenialCode.SignInOver);
        var technician = (Technician)signIn.Account;
        if (await db.Sessions.SingleOrDefaultAsync(session => session.Id == request.SessionId) is { } known)
            return known.TechnicianId == technician.Id && known.Live && known.Lease.Length > 0 ? (known, null) : Denial.Of(DenialCode.LeaseOver);
        if (await OpeningCase.MeantAsync(db, request, technician.Id, now) is not { } one)
            return Refuse(db, request, null, technician, Unknown(request), now);
        var facts = await openings.FactsAsync(db, one, signIn, request.Protocol, request.Source.Address, now);
        Settling.Apply(db, one, now);
        if (OpeningGuards.Evaluate(facts, now) is { } denial)
            return Refuse(db, request, one, technician, denial, now);

        var session = NewSession(request, one, technician.Id, now);
        db.Sessions.Add(session);
        await UseArmingAsync(db, facts, signIn.SignIn, one, now);
        if (one.State == InterventionState.Approved)
        {
            one.State = InterventionState.Open;
            one.OpenedAt = now;
            Outbox.Write(db, now, Line("intervention.opened", one, technician, request));
        }

        var entry = Outbox.Write(db, now, Line("session.permitted", one, technician, request) with { SessionId = session.Id, Permissive = true });
        return (session, entry.Id);
    }

    /// <summary>Class A: one connection per arming.</summary>
    private static async Task UseArmingAsync(AdminDb db, OpeningFacts facts, SignInSession signIn, Intervention one, DateTimeOffset now)
    {
        if (!facts.Armed)
            return;
        foreach (var arming in await db.Armings.Where(arming => arming.TechnicianId == signIn.AccountId && arming.InterventionId == one.Id && arming.Source == signIn.Source && arming.EndedAt == null).ToListAsync())
        {
            arming.UsedAt ??= now;
            if (arming.Once)
                arming.EndedAt = now;
        }
    }

    private static Act Line(string kind, Intervention one, Technician technician, OpenRequest request) => new(kind, ActorRef.Of(technician))
    {
        InterventionId = one.Id,
        DeviceId = one.DeviceId,
        Source = request.Source.Address,
        Facts = new Dictionary<string, string> { ["number"] = one.Number, ["protocol"] = request.Protocol, ["listener"] = request.Source.Listener },
    };

    private static Denial Refuse(AdminDb db, OpenRequest request, Intervention? one, Technician technician, Denial denial, DateTimeOffset now)
    {
        Outbox.Write(db, now, new Act("session.refused", ActorRef.Of(technician))
        {
            InterventionId = one?.Id,
            DeviceId = one?.DeviceId,
            SessionId = request.SessionId,
            Source = request.Source.Address,
            Facts = new Dictionary<string, string> { ["code"] = denial.Code, ["protocol"] = request.Protocol, ["device"] = one?.Device?.Name ?? "", ["number"] = one?.Number ?? "" },
        });
        return denial;
    }

    private async Task<Outcome<Session>> MintAsync(AdminDb db, Guid sessionId)
    {
        var now = time.GetUtcNow();
        var session = await db.Sessions.Include(one => one.Technician!.Vendor).Include(one => one.Endpoint!.Pins).SingleAsync(one => one.Id == sessionId);
        session.Intervention = await Whole.Interventions(db).SingleAsync(one => one.Id == session.InterventionId);
        var standing = Settling.Apply(db, session.Intervention, now);
        // Revoked, frozen or over while the journal was asked (R7).
        if (!session.Live || standing.State != InterventionState.Open || session.Intervention.Freezes != FreezeCauses.None)
        {
            Close(session, SessionEndReason.StaffRevoked, now);
            return standing.Cause == EndCause.WindowEnded
                ? Denial.At(DenialCode.WindowOver, session.Intervention.NotAfter)
                : Denial.Of(DenialCode.InterventionNotOpen, "state", session.Intervention.Freezes != FreezeCauses.None ? nameof(InterventionFacet.Frozen) : standing.State.ToString());
        }

        mint.Mint(session, now);
        leases.Renew(session.Id);
        return session;
    }

    private async Task<bool> WithdrawAsync(AdminDb db, Guid sessionId)
    {
        var session = await db.Sessions.SingleAsync(one => one.Id == sessionId);
        Close(session, SessionEndReason.RecorderLost, time.GetUtcNow());
        return true;
    }

    private void Close(Session session, SessionEndReason reason, DateTimeOffset now)
    {
        if (!session.Live)
            return;
        session.State = SessionState.Ended;
        session.EndReason = reason;
        session.EndedAt = now;
        leases.Forget(session.Id);
    }
}
