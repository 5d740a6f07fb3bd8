using Bastion.Admin.Contracts;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Gateway.Tests.Portal.Doubles;

/// <summary>Interventions of one technician in every state a page must draw, around a given instant.</summary>
internal static class DemoInterventions
{
    public static readonly OfferedDevice Analyser = new() { Id = "d-ana", Name = "ANA-01", Label = "Analyseur de biochimie", Place = "Les Tilleuls, laboratoire", Criticality = "B", Protocols = { "ssh" }, Zone = "Europe/Paris", Site = "Les Tilleuls" };
    public static readonly OfferedDevice Laboratory = new() { Id = "d-lis", Name = "LIS-01", Label = "Système d’information du laboratoire", Place = "Les Tilleuls, salle serveurs B", Criticality = "A", Protocols = { "ssh" }, Zone = "Europe/Paris", Site = "Les Tilleuls" };
    public static readonly OfferedDevice Air = new() { Id = "d-gtb", Name = "GTB-01", Label = "Traitement d’air des blocs", Place = "Les Tilleuls, blocs", Criticality = "B", Protocols = { "ssh" }, Zone = "Europe/Paris", Site = "Les Tilleuls" };

    public static DeviceList Offer(DateTimeOffset now)
    {
        var busy = Analyser.Clone();
        for (var day = 0; day < 14; day++)
        {
            var midnight = now.UtcDateTime.Date.AddDays(day);
            busy.Busy.Add(Span(new DateTimeOffset(midnight.AddHours(6), TimeSpan.Zero), 5, "clinical"));
            busy.Busy.Add(Span(new DateTimeOffset(midnight.AddHours(14), TimeSpan.Zero), 5, "clinical"));
        }

        busy.Busy.Add(Span(now.AddMinutes(-6), 2.5, "booked"));
        return new DeviceList
        {
            Devices = { busy, Laboratory, Air },
            Colleagues = { new Colleague { Id = "t-sami", Name = "Sami Belkacem" }, new Colleague { Id = "t-lucie", Name = "Lucie Marchesi" } },
        };
    }

    public static IEnumerable<InterventionView> At(DateTimeOffset now)
    {
        var open = View("i-open", 43, "Open", "Idle", Analyser, now.AddMinutes(-6), 2.5, "Résultats de glycémie hors contrôle depuis ce matin.\nContrôle du module photométrique.");
        open.Controls.Add("exec");
        open.EndpointProtocols.Add("rdp");
        open.Timeline.Add(Line(now.AddDays(-1), "intervention.requested", "Sami Belkacem"));
        open.Timeline.Add(Line(now.AddHours(-20), "intervention.approved", "Claire Aubanel", "Finir avant 16:30"));
        open.Timeline.Add(Line(now.AddMinutes(-14), "device.released", "Claire Aubanel"));
        open.Timeline.Add(Line(now.AddMinutes(-6), "intervention.opened", "Sami Belkacem"));
        open.Sessions.Add(new SessionLine { Id = "s1", From = now.AddMinutes(-6).ToTimestamp(), Until = now.AddMinutes(-2).ToTimestamp(), State = "Ended", EndReason = "TechnicianClosed", Technician = "Sami Belkacem" });
        (open.DecidedBy, open.Comment) = ("Claire Aubanel", "Finir avant 16:30");
        yield return open;

        var approved = View("i-approved", 44, "Approved", "AwaitingWindow", Air, now.AddMinutes(42), 1.5, "Mise à jour de la régulation des blocs 1 à 4.");
        approved.MayWithdraw = true;
        approved.Blocked = new Refusal { Code = "window.not_yet", Facts = { ["at"] = approved.NotBefore.ToDateTimeOffset().ToString("O"), ["zone"] = "Europe/Paris" } };
        yield return approved;

        var requested = View("i-requested", 45, "Requested", "AwaitingQuorum(1, 0 of 1)", Laboratory, now.AddDays(2), 2, "Purge des journaux et contrôle des disques.");
        requested.MayWithdraw = true;
        requested.Timeline.Add(Line(now.AddHours(-1), "intervention.requested", "Sami Belkacem"));
        yield return requested;

        var refused = View("i-refused", 46, "Refused", "", Laboratory, now.AddDays(1), 2, "Remplacement du certificat.");
        (refused.DecidedBy, refused.Comment) = ("Karim Lestrade", "Patient programmé à 17:00, proposez après 19:00.");
        yield return refused;
        yield return View("i-ended", 42, "Ended", "AwaitingReport", Analyser, now.AddDays(-4), 1.7, "Étalonnage annuel.");
        yield return View("i-closed", 31, "Closed", "", Analyser, now.AddDays(-40), 2, "Contrôle de la pompe à échantillons.");
    }

    private static InterventionView View(string id, int number, string state, string facet, OfferedDevice device, DateTimeOffset from, double hours, string symptom) => new()
    {
        Id = id,
        Number = $"INT-2026-{number:00000}",
        State = state,
        Facet = facet,
        Device = device,
        EndpointProtocols = { "ssh" },
        NotBefore = from.ToTimestamp(),
        NotAfter = from.AddHours(hours).ToTimestamp(),
        Zone = "Europe/Paris",
        Symptom = symptom,
        Kind = "telemaintenance",
        Purpose = "corrective",
        Ticket = "OT-26-11873",
        PlannedActions = "Lecture des journaux, puis remplacement du fichier de calibration. Retour arrière : fichier d’origine gardé.",
        RequestedBy = "Sami Belkacem",
        RequestedAt = from.AddDays(-1).ToTimestamp(),
        Technicians = { new Colleague { Id = "t-sami", Name = "Sami Belkacem" } },
    };

    private static TimelineLine Line(DateTimeOffset at, string kind, string who, string text = "") => new() { At = at.ToTimestamp(), Kind = kind, Who = who, Text = text };

    private static Busy Span(DateTimeOffset from, double hours, string kind) => new() { From = from.ToTimestamp(), Until = from.AddHours(hours).ToTimestamp(), Kind = kind };
}
