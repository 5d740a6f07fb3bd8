namespace Bastion.Admin.Interventions;

internal enum InterventionKind
{
    Telemaintenance,
    Telediagnosis,
}
