namespace Bastion.Admin.Interventions.Machines;

/// <summary>What moves an intervention (interventions.md 1.1, I2 to I20).</summary>
internal enum InterventionEvent
{
    Adjust,
    Decide,
    PolicyMet,
    Refuse,
    Withdraw,
    Lapse,
    Invalidate,
    Revoke,
    Connect,
    Freeze,
    Resume,
    Extend,
    End,
    Report,
    ReturnReport,
    Close,
}
