namespace Bastion.Admin.Interventions.Series;

internal enum SeriesStep
{
    Weekly,
    Monthly,
    Quarterly,
}
