using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.Interventions;

/// <summary>My interventions: what is owed, the next window, and one tab of the list.</summary>
internal sealed class ListModel
{
    public const int PageSize = 20;
    public const string Current = "current";
    public const string Owed = "report";
    public const string Past = "past";

    public ListModel(IEnumerable<InterventionView> all, string? tab, string? search, int page, DateTimeOffset now)
    {
        var list = all.ToArray();
        Tab = tab is Owed or Past ? tab : Current;
        Search = search?.Trim() ?? "";
        CurrentCount = list.Count(x => x.IsCurrent());
        OwedCount = list.Count(x => x.OwesReport());
        Debts = [.. list.Where(x => x.OwesReport()).OrderBy(x => x.Until())];
        Next = list.Where(x => x.CanOpenSoon() && x.Until() > now).OrderBy(x => x.State == "Open" ? 0 : 1).ThenBy(x => x.From()).FirstOrDefault();
        var shown = list.Where(InTab).Where(Matches);
        var ordered = (Tab == Current ? shown.OrderBy(x => x.From()) : shown.OrderByDescending(x => x.From())).ToArray();
        Total = ordered.Length;
        Page = Math.Clamp(page, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
        Rows = [.. ordered.Skip((Page - 1) * PageSize).Take(PageSize)];
    }

    public string Tab { get; }

    public string Search { get; }

    public int CurrentCount { get; }

    public int OwedCount { get; }

    public int Total { get; }

    public int Page { get; }

    public IReadOnlyList<InterventionView> Debts { get; }

    public InterventionView? Next { get; }

    public IReadOnlyList<InterventionView> Rows { get; }

    public int FirstRow => ((Page - 1) * PageSize) + 1;

    public int LastRow => FirstRow + Rows.Count - 1;

    public string Url(string tab, int page = 1) =>
        "/interventions?view=" + tab + (Search.Length > 0 ? "&q=" + Uri.EscapeDataString(Search) : "") + (page > 1 ? "&page=" + page : "");

    private bool InTab(InterventionView view) => Tab switch
    {
        Current => view.IsCurrent(),
        Owed => view.OwesReport(),
        _ => !view.IsCurrent(),
    };

    private bool Matches(InterventionView view) => Search.Length == 0
        || new[] { view.Number, view.Symptom, view.Ticket, view.Device?.Name ?? "", view.Device?.Label ?? "", view.Device?.Place ?? "" }
            .Any(x => x.Contains(Search, StringComparison.CurrentCultureIgnoreCase));
}
