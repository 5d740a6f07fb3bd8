using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Interventions.Windows;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Policies;

/// <summary>Gathers the facts of one decision from the rows of one transaction.</summary>
internal static class PolicyCase
{
    public const SessionControls FilesIn = SessionControls.SftpUp | SessionControls.ScpUp | SessionControls.WebUp;

    /// <summary>European Economic Area, ISO 3166-1 alpha-2.</summary>
    private static readonly HashSet<string> Eea =
    [
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IS", "IE", "IT", "LV", "LI", "LT", "LU", "MT", "NL", "NO", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
    ];

    public static string CountryOf(RequestForm form) => form.Country.Trim().ToUpperInvariant() is { Length: 2 } country ? country : "FR";

    public static SiteCalendar CalendarOf(Device device) => new(
        HoursRule.Parse(device.Unit is { Hours.Length: > 0 } unit ? unit.Hours : device.Site?.Hours ?? "") ?? HoursRule.Parse("")!,
        TimeZoneInfo.FindSystemTimeZoneById(device.Site?.Zone ?? "Europe/Paris"));

    public static Task<PolicyFacts> FactsAsync(AdminDb db, RequestForm form, Vendor vendor, Device device, RequestDraft draft, int technicians, DateTimeOffset now) =>
        FactsAsync(db, vendor, device, draft.Kind, draft.Window, draft.Controls, form.Urgency == "emergency" ? Urgency.Emergency : Urgency.Planned, technicians, CountryOf(form), now);

    /// <summary>The same intervention in another window.</summary>
    public static async Task<PolicyFacts> FactsAsync(AdminDb db, Intervention one, AccessWindow window, DateTimeOffset now)
    {
        var facts = await FactsAsync(db, one.Vendor!, one.Device!, one.Kind, window, one.AskedControls, one.Urgency, one.Technicians.Count, one.Country, now);
        return facts with { ReportOverdue = false };
    }

    /// <summary>
    /// A longer window (2.5). Within half of the decided length and in the same class of hours one Engineer gives it; otherwise every step that the
    /// policy now wants must be held by who gives it, or have been taken when the intervention was decided.
    /// </summary>
    public static async Task<Denial?> ExtensionAsync(AdminDb db, Intervention one, StaffMember staff, DateTimeOffset end, DateTimeOffset now)
    {
        var window = new AccessWindow(one.NotBefore, end);
        var facts = await FactsAsync(db, one, window, now);
        if (one.Urgency != Urgency.Emergency && one.Kind == InterventionKind.Telemaintenance && facts.ChangeFreeUntil is not null)
            return Denial.Of("extension.change_free");
        var calendar = CalendarOf(one.Device!);
        var sameHours = calendar.InHours(window) == calendar.InHours(new AccessWindow(one.NotBefore, one.DecidedNotAfter));
        if (sameHours && end - one.DecidedNotAfter <= (one.DecidedNotAfter - one.NotBefore) / 2)
            return null;
        var steps = sameHours ? one.Terms.Steps : [.. one.Terms.Steps.Append(Step.OnCall).Distinct()];
        var taken = Chain.Counting(one).Select(decision => decision.Step).ToHashSet();
        var missing = steps.Where(step => !taken.Contains(step) && !Chain.Holds(staff, step, one.Device!)).ToList();
        return missing.Count == 0 ? null : Denial.Of("extension.quorum", "step", missing[0].ToString());
    }

    private static async Task<PolicyFacts> FactsAsync(
        AdminDb db, Vendor vendor, Device device, InterventionKind kind, AccessWindow window, SessionControls controls, Urgency urgency, int technicians, string country, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(device.Site?.Zone ?? "Europe/Paris");
        var blocked = await OverdueAsync(db, vendor.Id, device, now);
        return new PolicyFacts
        {
            Kind = kind,
            Criticality = device.Criticality,
            Trust = vendor.Trust,
            Suspended = vendor.State == VendorState.Suspended,
            Window = window,
            InHours = CalendarOf(device).InHours(window),
            Urgency = urgency,
            FileIn = (controls & FilesIn) != 0,
            DiagnosisOnly = device.DiagnosisOnly,
            WeakAuthentication = device.WeakAuthentication,
            OutsideEea = !Eea.Contains(country),
            TransferBasis = vendor.TransferBasis.Length > 0,
            ChangeFreeUntil = device.Unit is { ChangeFree.Length: > 0 } unit && ChangeFree.Touch(unit.ChangeFree, zone, window) is var (_, free) ? free : null,
            ReportOverdue = blocked is not null,
            ReportNumber = blocked ?? "",
            Technicians = technicians,
        };
    }

    /// <summary>M12: an overdue report of the same device at once, of the same site after a week.</summary>
    private static async Task<string?> OverdueAsync(AdminDb db, Guid vendor, Device device, DateTimeOffset now)
    {
        var week = now.AddDays(-DecisionPolicy.Standard.ReportBlockDays);
        var site = device.SiteId;
        return await db.Interventions.Where(one => one.VendorId == vendor && one.State == InterventionState.Ended && one.ReportDueAt != null)
            .Where(one => (one.DeviceId == device.Id && one.ReportDueAt <= now) || (one.Device!.SiteId == site && one.ReportDueAt <= week))
            .OrderBy(one => one.ReportDueAt).Select(one => one.Number).FirstOrDefaultAsync();
    }
}
