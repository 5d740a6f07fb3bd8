using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Wording;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Gateway.Portal.Interventions;

/// <summary>What pages ask of an intervention, beside its fields.</summary>
internal static class InterventionFacts
{
    private const int LongestSubject = 80;

    public static DateTimeOffset From(this InterventionView view) => view.NotBefore?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch;

    public static DateTimeOffset Until(this InterventionView view) => view.NotAfter?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch;

    public static bool IsCurrent(this InterventionView view) => view.State is "Requested" or "Approved" or "Open";

    public static bool OwesReport(this InterventionView view) => view.State == "Ended" && StateLook.Plain(view.Facet) is "AwaitingReport" or "ReportOverdue" or "ReportReturned";

    public static bool CanOpenSoon(this InterventionView view) => view.State is "Approved" or "Open";

    public static StateLook Look(this InterventionView view) => StateLook.OfIntervention(view.State, view.Facet);

    /// <summary>First line of the reason, short enough for a list.</summary>
    public static string Subject(this InterventionView view)
    {
        var line = view.Symptom.AsSpan().Trim();
        if (line.IndexOfAny('\r', '\n') is var end and >= 0)
            line = line[..end].TrimEnd();
        return line.Length <= LongestSubject ? line.ToString() : string.Concat(line[..(LongestSubject - 1)].TrimEnd(), "…");
    }

    /// <summary>Path of its page; the number is what people read in the address bar.</summary>
    public static string Page(this InterventionView view) => "/interventions/" + (view.Number.Length > 0 ? view.Number : view.Id);

    public static string Title(this OfferedDevice device) => device.Label.Length > 0 && device.Label != device.Name ? $"{device.Name} · {device.Label}" : device.Name;

    public static Band Band(this InterventionView view) => new(view.From(), view.Until(), view.State switch
    {
        "Requested" => "amber",
        "Approved" => "blue",
        "Open" => StateLook.Plain(view.Facet) == "Frozen" ? "ice" : "green",
        _ => "grey",
    });
}
