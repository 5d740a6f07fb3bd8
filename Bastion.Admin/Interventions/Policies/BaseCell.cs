namespace Bastion.Admin.Interventions.Policies;

/// <summary>One cell of interventions.md 2.1.</summary>
/// <param name="Steps">The ordered chain.</param>
/// <param name="AutoFrom">Least trust from which it approves itself; null: never.</param>
/// <param name="AutoOnlySeries">It approves itself only as an occurrence of an approved series.</param>
internal sealed record BaseCell(
    IReadOnlyList<Step> Steps,
    bool Release,
    bool Ticket,
    Supervision Supervision,
    Vendors.VendorTrust? AutoFrom = null,
    bool AutoOnlySeries = false);
