using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Windows;

namespace Bastion.Admin.Interventions;

/// <summary>Judges the fields of a request (interventions.md 3.1), all at once. Pure.</summary>
internal static class RequestRules
{
    private const int MinSymptom = 10;
    private const int MaxText = 2000;

    public static RequestDraft Judge(RequestForm form, Device device, DateTimeOffset now)
    {
        var errors = new List<(string Field, Denial Denial)>();
        void Wrong(string field, Denial denial) => errors.Add((field, denial));

        if (form.Kind is not ("telemaintenance" or "telediagnosis"))
            Wrong("kind", Denial.Of(DenialCode.FieldInvalid));
        var kind = form.Kind == "telediagnosis" ? InterventionKind.Telediagnosis : InterventionKind.Telemaintenance;
        if (device.DiagnosisOnly && kind == InterventionKind.Telemaintenance)
            Wrong("kind", Denial.Of("device.diagnosis_only"));
        if (!Enum.TryParse<Purpose>(form.Purpose, ignoreCase: true, out var purpose) || !Enum.IsDefined(purpose))
            Wrong("purpose", Denial.Of(DenialCode.FieldRequired));
        if (form.Symptom.Trim().Length is < MinSymptom or > MaxText)
            Wrong("symptom", new Denial("text.length", new Dictionary<string, string> { ["min"] = "10", ["max"] = "2000" }));
        if (form.PlannedActions.Length > MaxText)
            Wrong("planned_actions", new Denial("text.length", new Dictionary<string, string> { ["min"] = "0", ["max"] = "2000" }));
        if (form.Ticket.Length > 40)
            Wrong("ticket", new Denial("text.length", new Dictionary<string, string> { ["min"] = "0", ["max"] = "40" }));
        if (form.ContactPhone.Trim().Length is 0)
            Wrong("contact_phone", Denial.Of(DenialCode.FieldRequired));
        else if (form.ContactPhone.Length > 40)
            Wrong("contact_phone", Denial.Of(DenialCode.FieldInvalid));

        var endpoints = Endpoints(form, device, Wrong);
        var controls = ControlWords.Read(form.Controls);
        if (controls is null)
            Wrong("controls", Denial.Of(DenialCode.FieldInvalid));
        var window = Window(form, device, now, Wrong);
        return new RequestDraft(errors, kind, purpose, endpoints, (controls ?? SessionControls.None) & ~ControlWords.FileModes, window);
    }

    private static List<Endpoint> Endpoints(RequestForm form, Device device, Action<string, Denial> wrong)
    {
        var chosen = new List<Endpoint>();
        foreach (var word in form.Protocols.Distinct())
        {
            var endpoint = device.Endpoints.Find(one => Protocols.Word(one.Protocol) == word);
            if (endpoint is null)
                wrong("protocols", Denial.Of(DenialCode.FieldInvalid, "protocol", word));
            else
                chosen.Add(endpoint);
        }

        if (form.Protocols.Count == 0)
            wrong("protocols", Denial.Of(DenialCode.FieldRequired));
        return chosen;
    }

    private static AccessWindow Window(RequestForm form, Device device, DateTimeOffset now, Action<string, Denial> wrong)
    {
        var start = WallTime.Resolve(form.LocalStart, TimeZoneInfo.FindSystemTimeZoneById(device.Site!.Zone), form.Ambiguous);
        if (!start.Done)
        {
            wrong(start.Denial.Code == "time.twice" ? "ambiguous" : "local_start", start.Denial);
            return default;
        }

        if (form.LengthMinutes is < 1 or > 24 * 60)
        {
            wrong("length_minutes", new Denial("window.length", new Dictionary<string, string> { ["min"] = "15", ["max"] = "720" }));
            return default;
        }

        // Length is elapsed time, whatever the clocks do meanwhile.
        var window = new AccessWindow(start.Value, start.Value + TimeSpan.FromMinutes(form.LengthMinutes));
        if (WindowRules.Judge(window, now) is { } denial)
            wrong(denial.Code == "window.length" ? "length_minutes" : "local_start", denial);
        return window;
    }
}
