namespace Bastion.Admin.Interventions;

/// <param name="Total">Of all pages.</param>
internal sealed record InterventionPageOf(IReadOnlyList<InterventionRow> Rows, int Total);
