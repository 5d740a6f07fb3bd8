namespace Bastion.Admin.Oversight;

/// <summary>A state change that waits for the journal.</summary>
internal enum AcknowledgedEffect
{
    None,
    Extend,
    Resume,
    Supervised,
}
