using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Notices;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Interventions.Series;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions;

/// <summary>What technicians do with their own requests: I1 and I7.</summary>
internal sealed class RequestDesk(AdminStore store, SignInDesk signIns, InterventionNumbers numbers, TimeProvider time)
{
    private static readonly (string Field, Denial Denial)[] NoErrors = [];
    private const int MinEmergencyReason = 20;

    public Task<RequestResult> SubmitAsync(string token, RequestForm form, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is not { } live)
            return Refused(Denial.Of(DenialCode.SignInOver));
        var technician = (Technician)live.Account;
        if (live.SignIn.ArmedInterventionId is not null)
            return Refused(Denial.Of(DenialCode.NotAllowed));
        if (live.NoticeDue != 0)
            return Refused(Denial.Of(DenialCode.NoticeDue));
        if (technician.Vendor!.State == VendorState.Suspended)
            return Refused(Denial.Of(DenialCode.VendorSuspended));
        if (await db.Interventions.SingleOrDefaultAsync(one => one.RequestedById == technician.Id && one.RequestId == form.RequestId) is { } same)
            return new RequestResult(null, NoErrors, same.Id, same.Number);

        var device = Guid.TryParse(form.DeviceId, out var id)
            ? await db.Devices.Include(one => one.Site).Include(one => one.Unit).Include(one => one.Offers).Include(one => one.Endpoints).AsSplitQuery().SingleOrDefaultAsync(one => one.Id == id)
            : null;
        if (device is null or { Retired: true } || !device.Offers.Exists(offer => offer.VendorId == technician.VendorId))
            return Wrong("device_id", Denial.Of(DenialCode.DeviceNotOffered));
        var draft = RequestRules.Judge(form, device, now);
        var named = await NamedAsync(db, form, technician, draft);
        if (draft.Errors.Count > 0)
            return new RequestResult(null, draft.Errors, Guid.Empty, "");
        if (await TwinAsync(db, device, technician, draft, now) is { } twin)
            return Refused(new Denial(DenialCode.InterventionTwin, new Dictionary<string, string> { ["id"] = twin.Id.ToString("D"), ["number"] = twin.Number }));
        var policy = PolicyEvaluation.Evaluate(DecisionPolicy.Standard, await PolicyCase.FactsAsync(db, form, technician.Vendor!, device, draft, named.Count, now), now);
        if (policy.Refusal is { } refusal)
            return Hard(db, form, technician, device, refusal, now);
        if (policy.Ticket && form.Ticket.Trim().Length == 0)
            return Wrong("ticket", Denial.Of(DenialCode.FieldRequired));
        if (policy.Emergency && form.EmergencyReason.Trim().Length < MinEmergencyReason)
            return Wrong("emergency_reason", new Denial("text.length", new Dictionary<string, string> { ["min"] = "20", ["max"] = "2000" }));
        return await RecordAsync(db, form, technician, device, draft, named, policy, now);
    }, cancellation);

    /// <summary>I7: the asker or a manager of the same vendor, until it is open.</summary>
    public Task<Denial?> WithdrawAsync(string token, string idOrNumber, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is not { } live)
            return Denial.Of(DenialCode.SignInOver);
        var technician = (Technician)live.Account;
        if (await Whole.FindAsync(db, idOrNumber) is not { } one || one.VendorId != technician.VendorId)
            return Denial.Of(DenialCode.InterventionUnknown);
        var standing = Settling.Apply(db, one, now);
        if (!MayWithdraw(technician, one, standing))
        {
            return standing.State is InterventionState.Requested or InterventionState.Approved
                ? Denial.Of(DenialCode.InterventionNotYours)
                : Denial.Of(DenialCode.InterventionSettled, "state", standing.State.ToString());
        }

        one.State = InterventionState.Withdrawn;
        Interlock.DeviceCare.DropRelease(db, one, ActorRef.Of(technician), now);
        one.SettledAt = now;
        one.EndedAt = now;
        Outbox.Write(db, now, new Act("intervention.withdrawn", ActorRef.Of(technician)) { InterventionId = one.Id, DeviceId = one.DeviceId, Source = live.SignIn.Source, Facts = new Dictionary<string, string> { ["number"] = one.Number } });
        return (Denial?)null;
    }, cancellation);

    public static bool MayWithdraw(Technician technician, Intervention one, Standing standing) =>
        standing.State is InterventionState.Requested or InterventionState.Approved
        && (one.RequestedById == technician.Id || (technician.Manager && one.VendorId == technician.VendorId));

    private static RequestResult Refused(Denial denial) => new(denial, NoErrors, Guid.Empty, "");

    private static RequestResult Wrong(string field, Denial denial) => new(null, [(field, denial)], Guid.Empty, "");

    private static async Task<List<Guid>> NamedAsync(AdminDb db, RequestForm form, Technician asker, RequestDraft draft)
    {
        var named = new List<Guid> { asker.Id };
        foreach (var text in form.TechnicianIds.Distinct())
        {
            if (Guid.TryParse(text, out var id) && await db.Technicians.AnyAsync(one => one.Id == id && one.VendorId == asker.VendorId && one.State != AccountState.Disabled))
                named.Add(id);
            else
                draft.Errors.Add(("technician_ids", Denial.Of(DenialCode.FieldInvalid)));
        }

        return [.. named.Distinct()];
    }

    /// <summary>A live request of the same vendor for the same device and time: it is shown instead.</summary>
    private static async Task<Intervention?> TwinAsync(AdminDb db, Device device, Technician technician, RequestDraft draft, DateTimeOffset now)
    {
        var others = await db.Interventions.Where(one => one.DeviceId == device.Id && one.VendorId == technician.VendorId && one.Kind == draft.Kind
            && (one.State == InterventionState.Requested || one.State == InterventionState.Approved || one.State == InterventionState.Open)
            && one.NotBefore < draft.Window.NotAfter && draft.Window.NotBefore < one.NotAfter).ToListAsync();
        return others.Find(one => !Standing.Of(one, now).Settled);
    }

    private async Task<RequestResult> RecordAsync(AdminDb db, RequestForm form, Technician technician, Device device, RequestDraft draft, List<Guid> named, PolicyResult policy, DateTimeOffset now)
    {
        var one = new Intervention
        {
            Id = Guid.CreateVersion7(now),
            Number = await numbers.NextAsync(db, now),
            RequestId = form.RequestId,
            VendorId = technician.VendorId,
            DeviceId = device.Id,
            Kind = draft.Kind,
            Purpose = draft.Purpose,
            Symptom = form.Symptom.Trim(),
            PlannedActions = form.PlannedActions.Trim(),
            Ticket = form.Ticket.Trim(),
            ContactPhone = form.ContactPhone.Trim(),
            RequestedById = technician.Id,
            RequestedAt = now,
            AskedNotBefore = draft.Window.NotBefore,
            AskedNotAfter = draft.Window.NotAfter,
            NotBefore = draft.Window.NotBefore,
            NotAfter = draft.Window.NotAfter,
            DecidedNotAfter = draft.Window.NotAfter,
            Zone = device.Site!.Zone,
            TypedStart = form.LocalStart,
            AskedControls = draft.Controls | SessionControls.Shell,
            DeviceVersion = device.DeviceVersion,
            PolicyVersion = DecisionPolicy.Standard.Version,
            Policy = policy.ToJson(),
            Urgency = policy.Emergency ? Urgency.Emergency : Urgency.Planned,
            EmergencyReason = form.EmergencyReason.Trim(),
            Country = PolicyCase.CountryOf(form),
        };
        foreach (var id in named)
            one.Technicians.Add(new NamedTechnician { InterventionId = one.Id, TechnicianId = id });
        foreach (var endpoint in draft.Endpoints)
            one.Endpoints.Add(new RequestedEndpoint { InterventionId = one.Id, EndpointId = endpoint.Id });
        db.Interventions.Add(one);
        Outbox.Write(db, now, new Act("intervention.requested", ActorRef.Of(technician))
        {
            InterventionId = one.Id,
            DeviceId = device.Id,
            Reason = one.Symptom,
            Source = form.Source,
            Facts = new Dictionary<string, string>
            {
                ["number"] = one.Number,
                ["device"] = device.Name,
                ["notBefore"] = Denial.Instant(one.NotBefore),
                ["notAfter"] = Denial.Instant(one.NotAfter),
            },
        });
        (one.Device, one.Vendor) = (device, technician.Vendor);
        SeriesDesk.Begin(db, one, form, draft, now);
        if (policy.Auto && device.Endpoints.TrueForAll(endpoint => endpoint.CanSignIn) && await Bookings.ConflictAsync(db, one, draft.Window, now) is null)
            Auto(db, one, now);
        else
            await Tell.StepAsync(db, one, now);
        return new RequestResult(null, NoErrors, one.Id, one.Number);
    }

    /// <summary>I5 by the policy alone: permissive like any other approval.</summary>
    private static void Auto(AdminDb db, Intervention one, DateTimeOffset now)
    {
        one.State = InterventionState.Approved;
        one.SettledAt = now;
        one.GrantedControls = one.AskedControls;
        Outbox.Write(db, now, new Act("intervention.approved", ActorRef.System)
        {
            InterventionId = one.Id,
            DeviceId = one.DeviceId,
            Permissive = true,
            Facts = new Dictionary<string, string> { ["number"] = one.Number, ["by"] = "policy" },
        });
        Tell.Technicians(db, one, "N3", now);
    }

    /// <summary>The policy says no whatever anybody decides. The form stays with the person, the journal has the refusal.</summary>
    private static RequestResult Hard(AdminDb db, RequestForm form, Technician technician, Device device, Denial denial, DateTimeOffset now)
    {
        var facts = new Dictionary<string, string>(denial.Facts) { ["code"] = denial.Code, ["device"] = device.Name };
        Outbox.Write(db, now, new Act("request.refused", ActorRef.Of(technician)) { DeviceId = device.Id, Source = form.Source, Facts = facts });
        return Refused(denial);
    }
}
