namespace Bastion.Admin.Interventions.Emergencies;

internal enum ReviewVerdict
{
    Justified,
    JustifiedWithRemarks,
    NotJustified,
}
