namespace Bastion.Admin.Interventions.Policies;

internal enum Supervision
{
    None,
    Optional,

    /// <summary>No device is dialled before somebody watches, and input is frozen while nobody does.</summary>
    Mandatory,
}
