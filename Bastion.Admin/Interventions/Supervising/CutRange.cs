namespace Bastion.Admin.Interventions.Supervising;

internal enum CutRange
{
    All,
    Vendor,
    Unit,
}
