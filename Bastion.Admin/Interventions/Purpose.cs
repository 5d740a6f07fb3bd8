namespace Bastion.Admin.Interventions;

internal enum Purpose
{
    Corrective,
    Preventive,
    Update,
    Configuration,
    Investigation,
    Training,
}
