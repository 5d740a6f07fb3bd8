namespace Bastion.Admin.Interventions.Interlock;

/// <param name="Result">ok, nok or na.</param>
/// <param name="Value">A measured value, where the item has one.</param>
/// <param name="Why">Of "not applicable".</param>
internal sealed record CheckAnswer(string Result, string Value, string Why);
