namespace Bastion.Admin.Interventions.Series;

internal enum HolidayRule
{
    Keep,
    Skip,
    Shift,
}
