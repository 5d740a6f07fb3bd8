namespace Bastion.Admin.Interventions.Policies;

/// <summary>Rows of the base table.</summary>
internal enum WorkKind
{
    /// <summary>Telediagnosis.</summary>
    Look,

    /// <summary>Telemaintenance without a file going in.</summary>
    Change,

    /// <summary>Telemaintenance with a file going in.</summary>
    Update,
}
