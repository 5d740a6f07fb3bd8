namespace Bastion.Admin.Identity;

internal enum AccountState
{
    Invited,
    Active,
    Disabled,
}
