namespace Bastion.Admin.Interventions.Figures;

internal sealed record FiguresView(int Days, int Interventions, IReadOnlyList<Figure> Figures);
