namespace Bastion.Admin.Interventions;

/// <param name="States">Empty = all.</param>
/// <param name="Text">Anywhere in number, device, vendor or technician.</param>
internal sealed record InterventionFilter(IReadOnlyList<InterventionState> States, string Text = "", int Limit = 200);
