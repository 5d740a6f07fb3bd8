namespace Bastion.Admin.Interventions.Figures;

/// <param name="Value">Null: nothing to count yet.</param>
internal sealed record Figure(string Code, FigureUnit Unit, double? Value);
