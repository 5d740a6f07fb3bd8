using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Interventions.Reports;
using Bastion.Admin.Interventions.Series;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Bastion.Hosting;

namespace Bastion.Admin.Demo;

/// <summary>Writes the demo's past and next days into the seed's transaction. Their journal entries carry the times of the story; the entry "demo.seeded" says what they are.</summary>
internal static class DemoHistory
{
    private static readonly TimeSpan Asked = TimeSpan.FromDays(2);

    public static void Add(AdminDb db, DemoIntervention seed, string number, DateTimeOffset now)
    {
        var device = db.Devices.Local.FirstOrDefault(one => one.Name == seed.Device) ?? throw Unknown(seed.Device);
        var technician = db.Accounts.Local.OfType<Technician>().FirstOrDefault(one => one.Login == seed.By) ?? throw Unknown(seed.By);
        var site = db.Sites.Local.First(one => one.Id == device.SiteId);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(site.Zone);
        var local = seed.Start.Length == 0
            ? TimeZoneInfo.ConvertTime(now.AddMinutes(30), zone).DateTime
            : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(seed.Day).ToDateTime(TimeOnly.ParseExact(seed.Start, "HH:mm", CultureInfo.InvariantCulture));
        var window = Occurrences.Window(local, seed.Minutes, zone);
        var asked = window.NotBefore - Asked < now ? window.NotBefore - Asked : now.AddMinutes(-30);
        var state = Word<InterventionState>(seed.State);
        var over = state is not (InterventionState.Requested or InterventionState.Approved);
        var urgent = seed.EmergencyReason.Length > 0;
        var one = new Intervention
        {
            Id = Guid.CreateVersion7(asked),
            Number = number,
            RequestId = Guid.NewGuid(),
            VendorId = technician.VendorId,
            DeviceId = device.Id,
            Kind = InterventionKind.Telemaintenance,
            Purpose = Word<Purpose>(seed.Purpose),
            Symptom = seed.Symptom,
            Ticket = seed.Ticket,
            ContactPhone = "01 99 00 20 21",
            RequestedById = technician.Id,
            RequestedAt = urgent ? window.NotBefore.AddMinutes(-5) : asked,
            AskedNotBefore = window.NotBefore,
            AskedNotAfter = window.NotAfter,
            NotBefore = window.NotBefore,
            NotAfter = window.NotAfter,
            DecidedNotAfter = window.NotAfter,
            Zone = site.Zone,
            TypedStart = local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            AskedControls = SessionControls.Shell,
            GrantedControls = seed.Approvers.Count > 0 ? SessionControls.Shell : SessionControls.None,
            DeviceVersion = device.DeviceVersion,
            State = state,
            Cause = seed.Cause is null ? null : Word<EndCause>(seed.Cause),
            Comment = seed.Comment,
            EndedAt = over ? window.NotAfter : null,
            OpenedAt = state is InterventionState.Ended or InterventionState.Reported or InterventionState.Closed ? window.NotBefore.AddMinutes(4) : null,
            Urgency = urgent ? Urgency.Emergency : Urgency.Planned,
            EmergencyReason = seed.EmergencyReason,
            Policy = Terms(device, urgent).ToJson(),
        };
        one.Technicians.Add(new NamedTechnician { InterventionId = one.Id, TechnicianId = technician.Id });
        foreach (var endpoint in device.Endpoints.Take(1))
            one.Endpoints.Add(new RequestedEndpoint { InterventionId = one.Id, EndpointId = endpoint.Id });
        db.Interventions.Add(one);
        Say(db, one, "intervention.requested", ActorRef.Of(technician), one.RequestedAt, seed.Symptom);
        Decide(db, one, seed);
        End(db, one, device, technician, seed);
    }

    private static void Decide(AdminDb db, Intervention one, DemoIntervention seed)
    {
        var at = one.RequestedAt.AddMinutes(20);
        foreach (var (login, step) in seed.Approvers.Zip(one.Terms.Steps))
        {
            var approver = db.Accounts.Local.OfType<StaffMember>().FirstOrDefault(staff => staff.Login == login) ?? throw Unknown(login);
            db.Decisions.Add(new Decision { Id = Guid.CreateVersion7(at), InterventionId = one.Id, ApproverId = approver.Id, Verdict = Verdict.Approved, Step = step, RequestVersion = 1, DeviceVersion = one.DeviceVersion, At = at, FactorAt = at, Source = "seed", ShownHash = [], NotBefore = one.NotBefore, NotAfter = one.NotAfter, Controls = SessionControls.Shell });
            Say(db, one, "decision.approved", ActorRef.Of(approver), at, "");
            one.SettledAt = at;
        }

        if (seed.Approvers.Count > 0)
            Say(db, one, "intervention.approved", ActorRef.System, one.SettledAt!.Value, "");
        else if (one.State == InterventionState.Refused)
            Say(db, one, "intervention.refused", ActorRef.System, at, seed.Comment);
    }

    private static void End(AdminDb db, Intervention one, Device device, Technician technician, DemoIntervention seed)
    {
        if (one.State == InterventionState.Lapsed)
            Say(db, one, "intervention.lapsed", ActorRef.System, one.NotAfter, "");
        if (one.OpenedAt is not { } opened)
            return;
        one.ReportDueAt = one.NotAfter.AddHours(DecisionPolicy.Standard.Terms[device.Criticality].ReportHours is var hours and > 0 ? hours : 120);
        Say(db, one, "intervention.opened", ActorRef.Of(technician), opened, "");
        Say(db, one, "intervention.ended", ActorRef.System, one.NotAfter, "");
        if (seed.Report.Count == 0)
            return;
        var signed = one.NotAfter.AddHours(3);
        db.Reports.Add(new Report { Id = Guid.CreateVersion7(signed), InterventionId = one.Id, Number = 1, AuthorId = technician.Id, AuthorName = technician.Name, Employer = db.Vendors.Local.First(vendor => vendor.Id == technician.VendorId).Name, SignedAt = signed, Fields = JsonSerializer.Serialize(seed.Report), FactsHash = SHA256.HashData("[]"u8), AcceptedAt = one.State == InterventionState.Closed ? signed.AddHours(4) : null, AcceptedBy = one.State == InterventionState.Closed ? "Claire Aubanel" : "" });
        Say(db, one, "intervention.reported", ActorRef.Of(technician), signed, "");
        if (one.State == InterventionState.Closed)
            Say(db, one, "intervention.closed", ActorRef.System, signed.AddHours(4), "");
    }

    private static PolicyResult Terms(Device device, bool urgent)
    {
        var cell = DecisionPolicy.Standard.Cells[(WorkKind.Change, device.Criticality)];
        var terms = DecisionPolicy.Standard.Terms[device.Criticality];
        return new PolicyResult { Steps = urgent ? [Step.OnCall] : cell.Steps, Release = cell.Release, Ticket = cell.Ticket, Supervision = urgent ? Supervision.Optional : cell.Supervision, ReturnSignatures = terms.ReturnSignatures, MaxSessions = 1, DrainCapMinutes = terms.DrainCapMinutes, Emergency = urgent };
    }

    private static void Say(AdminDb db, Intervention one, string kind, ActorRef who, DateTimeOffset at, string reason) =>
        Outbox.Write(db, at, new Act(kind, who) { InterventionId = one.Id, DeviceId = one.DeviceId, Reason = reason, Facts = new Dictionary<string, string> { ["number"] = one.Number, ["demo"] = "yes" } });

    private static T Word<T>(string word)
        where T : struct, Enum => Enum.TryParse<T>(word, out var value) ? value : throw Unknown(word);

    private static SettingsException Unknown(string name) => new("admin", [$"the seed's history speaks of '{name}', which it does not have"]);
}
