using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Time;

namespace Bastion.Gateway.Portal.Requests;

/// <summary>A request as it is typed (interventions.md 3.1). Field names are those of Admin's SubmitRequest, so that its errors find them.</summary>
internal sealed record RequestForm
{
    public const string Look = "telediagnosis";
    public const string Change = "telemaintenance";

    public static readonly string[] Purposes = ["corrective", "preventive", "update", "configuration", "investigation", "training"];

    /// <summary>Minutes offered in the list; Admin knows the longest that a device allows.</summary>
    public static readonly int[] Lengths = [30, 60, 90, 120, 180, 240, 360, 480, 720];

    /// <summary>Beyond the shell, over SSH, and beyond looking and typing on a web page.</summary>
    public static readonly string[] AllControls = ["exec", "sftpDown", "sftpUp", "scpDown", "scpUp", "webDown", "webUp", "clipboardIn", "clipboardOut"];

    public static readonly string[] AllProtocols = ["ssh", "https"];

    public required string RequestId { get; init; }

    public string DeviceId { get; init; } = "";

    public string Kind { get; init; } = Change;

    public string Purpose { get; init; } = "";

    public string Symptom { get; init; } = "";

    public string PlannedActions { get; init; } = "";

    public string Ticket { get; init; } = "";

    public string Day { get; init; } = "";

    public string Time { get; init; } = "";

    public string Length { get; init; } = "120";

    /// <summary>"", first or second.</summary>
    public string Ambiguous { get; init; } = "";

    public IReadOnlyList<string> Technicians { get; init; } = [];

    public string Phone { get; init; } = "";

    public IReadOnlyList<string> Controls { get; init; } = [];

    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>planned or emergency.</summary>
    public string Urgency { get; init; } = "planned";

    public string EmergencyReason { get; init; } = "";

    public string Country { get; init; } = "FR";

    /// <summary>"", Weekly, Monthly or Quarterly.</summary>
    public string Series { get; init; } = "";

    public string Holidays { get; init; } = "Keep";

    /// <summary>An empty form for that device: the next working day at nine, for two hours.</summary>
    public static RequestForm Blank(string? device, DateOnly today)
    {
        var day = today.AddDays(1);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            day = day.AddDays(1);
        return new RequestForm
        {
            RequestId = Guid.CreateVersion7().ToString("D"),
            DeviceId = device ?? "",
            Day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Time = "09:00",
        };
    }

    public static RequestForm Of(PortalForm form) => new()
    {
        RequestId = Guid.TryParseExact(form["request_id"], "D", out var id) ? id.ToString("D") : Guid.CreateVersion7().ToString("D"),
        DeviceId = form["device_id"],
        Kind = form["kind"],
        Purpose = form["purpose"],
        Symptom = form["symptom"],
        PlannedActions = form["planned_actions"],
        Ticket = form["ticket"],
        Day = form["day"],
        Time = form["time"],
        Length = form["length_minutes"],
        Ambiguous = form["ambiguous"],
        Technicians = form.All("technician_ids"),
        Phone = form["contact_phone"],
        Controls = [.. form.All("controls").Where(AllControls.Contains)],
        Protocols = [.. form.All("protocols").Where(AllProtocols.Contains)],
        Urgency = form["urgency"] == "emergency" ? "emergency" : "planned",
        EmergencyReason = form["emergency_reason"],
        Country = form["country"],
        Series = form["series_step"],
        Holidays = form["series_holidays"],
    };

    /// <summary>The ways that this device has; who ticked none of them means its first.</summary>
    public RequestForm For(OfferedDevice? device)
    {
        var ways = AllProtocols.Where(way => device is null || device.Protocols.Contains(way)).ToList();
        var asked = Protocols.Where(ways.Contains).ToList();
        return this with { Protocols = asked.Count > 0 ? asked : [.. ways.Take(1)] };
    }

    public AskedWindow? Window(SiteClock site) => AskedWindow.Parse(site, Day, Time, Length, Ambiguous);

    public SubmitRequest ToSubmit(string token, Source source)
    {
        var submit = new SubmitRequest
        {
            Token = token,
            RequestId = RequestId,
            DeviceId = DeviceId,
            Kind = Kind,
            Purpose = Purpose,
            Symptom = Symptom,
            PlannedActions = PlannedActions,
            Ticket = Ticket,
            LocalStart = Day.Length > 0 && Time.Length > 0 ? $"{Day}T{(Time.Length > 5 ? Time[..5] : Time)}" : "",
            LengthMinutes = int.TryParse(Length, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0,
            Ambiguous = Ambiguous,
            ContactPhone = Phone,
            Source = source,
            Urgency = Urgency,
            EmergencyReason = EmergencyReason,
            Country = Country,
            SeriesStep = Series,
            SeriesHolidays = Holidays,
        };
        submit.Protocols.Add(Protocols.Count > 0 ? Protocols : ["ssh"]);
        submit.TechnicianIds.AddRange(Technicians);
        submit.Controls.AddRange(Controls);
        return submit;
    }
}
