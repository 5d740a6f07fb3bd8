namespace Bastion.Admin.Interventions;

/// <param name="States">Empty: all.</param>
/// <param name="Sort">"", device, vendor, state, window; with a leading "-": the other way round.</param>
/// <param name="Skip">So many rows before the page.</param>
internal sealed record InterventionQuery(IReadOnlyList<InterventionState> States, string Text, string Sort, int Skip, int Take);
