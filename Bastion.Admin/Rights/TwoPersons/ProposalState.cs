namespace Bastion.Admin.Rights.TwoPersons;

internal enum ProposalState
{
    Waiting,
    Confirmed,
    Dismissed,
}
