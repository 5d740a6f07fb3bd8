namespace Bastion.Gateway.Sessions;

/// <summary>Life of one brokered connection (interventions.md 1.2).</summary>
internal enum SessionState
{
    Pending,
    Active,
    Frozen,
    Ending,
    Ended,
}
