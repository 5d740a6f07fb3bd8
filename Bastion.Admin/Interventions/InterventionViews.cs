using Bastion.Admin.Contracts;
using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Decisions;

namespace Bastion.Admin.Interventions;

/// <summary>Interventions and devices as the contract shows them to technicians.</summary>
internal static class InterventionViews
{
    public static OfferedDevice Device(Device device)
    {
        var offered = new OfferedDevice
        {
            Id = device.Id.ToString("D"),
            Name = device.Name,
            Label = device.Label,
            Place = Places.Of(device),
            Criticality = device.Criticality.ToString(),
            Zone = device.Site!.Zone,
            Site = device.Site.Name,
        };
        offered.Protocols.AddRange(device.Endpoints.Select(endpoint => Protocols.Word(endpoint.Protocol)).Distinct());
        return offered;
    }

    public static InterventionView Of(Intervention one, bool pending, Dictionary<Guid, string> names, DateTimeOffset now)
    {
        var standing = Standing.Of(one, now);
        var facet = Facets.Of(one, standing, pending, now);
        var decided = standing.State is InterventionState.Requested or InterventionState.Withdrawn ? null : one.Decisions.FindLast(decision => !decision.WithoutEffect);
        var view = new InterventionView
        {
            Id = one.Id.ToString("D"),
            Number = one.Number,
            State = standing.State.ToString(),
            Facet = facet == InterventionFacet.None ? "" : facet.ToString(),
            Device = Device(one.Device!),
            NotBefore = Wire.At(one.NotBefore),
            NotAfter = Wire.At(one.NotAfter),
            Zone = one.Zone,
            Symptom = one.Symptom,
            Kind = one.Kind == InterventionKind.Telediagnosis ? "telediagnosis" : "telemaintenance",
            DecidedBy = decided?.Approver?.Name ?? "",
            Comment = one.Comment,
            RequestedBy = names.GetValueOrDefault(one.RequestedById, ""),
            RequestedAt = Wire.At(one.RequestedAt),
            Ticket = one.Ticket,
            Purpose = one.Purpose.ToString().ToLowerInvariant(),
            PlannedActions = one.PlannedActions,
            Urgency = one.Urgency == Policies.Urgency.Emergency ? "emergency" : "planned",
            AskedMinutes = one.AskedMinutes,
            Critical = one.CriticalAt is not null,
            DrainCapMinutes = one.Terms.DrainCapMinutes,
            Supervised = one.Terms.Supervision == Policies.Supervision.Mandatory,
            Country = one.Country,
        };
        if (standing.State == InterventionState.Ended && one.ReportDueAt is { } due)
            view.ReportDue = Wire.At(due);
        view.EndpointProtocols.AddRange(one.Endpoints.Select(requested => Protocols.Word(requested.Endpoint!.Protocol)));
        view.Technicians.AddRange(one.Technicians.Select(named => new Colleague { Id = named.TechnicianId.ToString("D"), Name = named.Technician!.Name }));
        view.Controls.AddRange(ControlWords.Of((decided is { Verdict: Verdict.Approved } ? one.GrantedControls : one.AskedControls) & ~(SessionControls.Shell | ControlWords.FileModes)));
        foreach (var session in one.Sessions.OrderBy(session => session.PermittedAt))
        {
            var line = new Contracts.SessionLine
            {
                Id = session.Id.ToString("D"),
                From = Wire.At(session.ActiveAt ?? session.PermittedAt),
                State = session.State.ToString(),
                EndReason = session.EndReason?.ToString() ?? "",
                Technician = one.Technicians.Find(named => named.TechnicianId == session.TechnicianId)?.Technician?.Name ?? "",
            };
            if (session.EndedAt is { } ended)
                line.Until = Wire.At(ended);
            view.Sessions.Add(line);
        }

        return view;
    }
}
