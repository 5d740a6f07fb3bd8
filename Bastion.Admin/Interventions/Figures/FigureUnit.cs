namespace Bastion.Admin.Interventions.Figures;

internal enum FigureUnit
{
    Count,
    Minutes,
    Share,
    Per100,
}
