namespace Bastion.Admin.Interventions.Decisions;

internal enum Verdict
{
    Approved,
    Refused,
}
