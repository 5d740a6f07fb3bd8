namespace Bastion.Admin.Interventions.Machines;

/// <summary>What moves a session (interventions.md 1.2).</summary>
internal enum SessionEvent
{
    Activate,
    Freeze,
    Resume,
    End,
    Closed,
}
