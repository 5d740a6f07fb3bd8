namespace Bastion.Admin.Web.Journal;

internal sealed record JournalFilter(string Kind, string Text, string From, string Until, string Intervention)
{
    public string Query(ulong? before) => "/journal?" + string.Join('&', new (string Name, string Value)[]
    {
        ("kind", Kind), ("q", Text), ("from", From), ("until", Until), ("intervention", Intervention), ("before", before?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""),
    }.Where(pair => pair.Value.Length > 0).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
}
