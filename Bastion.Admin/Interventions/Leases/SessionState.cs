namespace Bastion.Admin.Interventions.Leases;

internal enum SessionState
{
    Pending,
    Active,
    Frozen,
    Ending,
    Ended,
}
