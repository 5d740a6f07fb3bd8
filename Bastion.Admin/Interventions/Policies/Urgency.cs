namespace Bastion.Admin.Interventions.Policies;

internal enum Urgency
{
    Planned,
    Emergency,
}
